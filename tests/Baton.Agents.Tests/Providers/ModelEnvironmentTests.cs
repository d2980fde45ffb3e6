using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class ModelEnvironmentTests
{
    [Theory]
    [InlineData("openai:gpt-4o", "OPENAI_API_KEY=k", "k", null)]
    [InlineData("openai:gpt-4o", "OPENAI_API_KEY= k ;OPENAI_BASE_URL=http://host/v1", "k", "http://host/v1")]
    [InlineData("openai:gpt-4o", "OPENAI_BASE_URL=http://host/v1", null, "http://host/v1")]
    [InlineData("anthropic:claude-opus-5", "ANTHROPIC_API_KEY=k;OPENAI_API_KEY=other", "k", null)]
    [InlineData("openai-compatible:m", "OPENAI_COMPATIBLE_BASE_URL=http://host", null, "http://host")]
    [InlineData("openai-compatible:m", "OPENAI_BASE_URL=http://host;OPENAI_API_KEY=k", "k", "http://host")]
    public void Key_and_server_come_from_the_providers_variables(string model, string given, string? key, string? url)
    {
        ModelConnection connection = Of(given).Connect(model);

        connection.ApiKey.ShouldBe(key);
        connection.BaseUrl.ShouldBe(url);
        connection.Name.ToString().ShouldBe(model);
    }

    [Fact]
    public void A_key_goes_to_no_server_but_the_one_it_was_set_beside() =>
        Of("OPENAI_API_KEY=secret;OPENAI_COMPATIBLE_BASE_URL=http://elsewhere")
            .Connect("openai-compatible:m")
            .ApiKey.ShouldBeNull();

    [Theory]
    [InlineData("", "", "No model is named")]
    [InlineData("gpt-4o", "", "`gpt-4o` names no provider; write `openai:gpt-4o`")]
    [InlineData("my-model", "", "must be written `provider:model`")]
    [InlineData("opnai:gpt-4o", "", "Unknown provider `opnai` in `opnai:gpt-4o`; did you mean `openai`?")]
    [InlineData("bedrock:x", "", "Unknown provider `bedrock` in `bedrock:x`; use one of openai,")]
    [InlineData("openai:gpt-4o", "", "`openai:gpt-4o` needs a key: set `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for")]
    [InlineData("openai:gpt-4o", "OPENAI_API_KEY= ", "needs a key")]
    [InlineData("openai:gpt-4o", "OPENAI_BASE_URL=https://api.openai.com/v1", "needs a key")]
    [InlineData("anthropic:claude-opus-5", "OPENAI_API_KEY=k", "set `ANTHROPIC_API_KEY`")]
    [InlineData("openai-compatible:m", "OPENAI_API_KEY=k", "needs a server: set `OPENAI_COMPATIBLE_BASE_URL` or")]
    [InlineData("openai:gpt-4o", "OPENAI_API_KEY=k;OPENAI_BASE_URL=host/v1", "is no http or https address")]
    public void What_is_missing_is_said_before_any_call(string model, string given, string message) =>
        Should.Throw<ModelConfigurationException>(() => Of(given).Connect(model)).Message.ShouldContain(message);

    [Fact]
    public void A_key_that_cannot_be_one_is_refused_without_being_shown() =>
        Should
            .Throw<ModelConfigurationException>(() => Of("OPENAI_API_KEY=my secret").Connect("openai:gpt-4o"))
            .Message.ShouldNotContain("secret");

    [Fact]
    public void What_is_given_wins_over_the_environment()
    {
        ModelConnection connection = Of("OPENAI_API_KEY=k;OPENAI_BASE_URL=http://host")
            .Complete(new ModelConnection { Name = new ModelName("openai", "m"), BaseUrl = "http://mine" });

        connection.ApiKey.ShouldBe("k");
        connection.BaseUrl.ShouldBe("http://mine");
    }

    [Fact]
    public async Task A_name_alone_makes_a_client()
    {
        CannedServer server = new(
            CannedServer.Json("""{"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}""")
        );
        using ModelClientFactory factory = new(
            TimeProvider.System,
            new Random(7),
            server,
            Of("OPENAI_COMPATIBLE_BASE_URL=http://host/v1")
        );

        IChatClient client = factory.Create("openai-compatible:llama3");
        await client.GetResponseAsync("hello");

        client.GetService<ChatClientMetadata>()!.ProviderName.ShouldBe("openai-compatible");
        server.Requests[0].Address.AbsoluteUri.ShouldBe("http://host/v1/chat/completions");
        server.Requests[0].Headers.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task The_shared_factory_plays_scripts_and_outlives_its_users()
    {
        using TempWorkspace workspace = new();
        string path = workspace.Write("script.json", """{"replies": ["Hello!"]}""");
        ModelClientFactory.Shared.Dispose();

        IChatClient client = ModelClientFactory.Shared.Create($"scripted:{path}");

        client.ShouldBeOfType<ScriptedChatClient>();
        (await client.GetResponseAsync("hello")).Text.ShouldBe("Hello!");
        ModelClientFactory.Shared.ShouldBeSameAs(ModelClientFactory.Shared);
    }

    private static ModelEnvironment Of(string given)
    {
        Dictionary<string, string> variables = given
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return new ModelEnvironment(variables.GetValueOrDefault);
    }
}
