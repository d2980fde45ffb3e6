using Baton.Configuration;
using Baton.Experiments.Conversations;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

public sealed class SupervisorFactoryTests
{
    [Theory]
    [InlineData(SupervisorProvider.OpenAI, "OPENAI_API_KEY")]
    [InlineData(SupervisorProvider.Anthropic, "ANTHROPIC_API_KEY")]
    public void A_missing_key_is_an_error_that_says_where_to_put_it(SupervisorProvider provider, string variable)
    {
        string message = Fail(new SupervisorSettings { Provider = provider });

        message.ShouldContain(variable);
        message.ShouldContain("--supervisor-api-key");
        message.ShouldContain("multi_turn.supervisor.api_key");
    }

    [Fact]
    public void An_empty_key_is_a_missing_one() =>
        Fail(new SupervisorSettings { ApiKey = " " }, new() { ["OPENAI_API_KEY"] = "" }).ShouldContain("needs a key");

    [Fact]
    public void A_server_of_ones_own_needs_no_key() =>
        Create(new SupervisorSettings { BaseUrl = "http://127.0.0.1:9/v1" }).Model.ShouldBe("openai:gpt-4o-mini");

    [Fact]
    public void The_providers_server_needs_one_even_when_it_is_spelt_out() =>
        Fail(new SupervisorSettings { BaseUrl = "https://api.openai.com/v1" }).ShouldContain("needs a key");

    [Theory]
    [InlineData("localhost:8000")]
    [InlineData("ftp://host/v1")]
    public void An_address_that_is_none_is_an_error(string url)
    {
        Fail(new SupervisorSettings { ApiKey = "k", BaseUrl = url }).ShouldContain("base_url");
        Fail(new SupervisorSettings { ApiKey = "k" }, new() { ["OPENAI_BASE_URL"] = url })
            .ShouldContain("from `OPENAI_BASE_URL`");
    }

    [Fact]
    public void A_key_with_a_line_break_is_an_error_that_does_not_show_it()
    {
        string message = Fail(new SupervisorSettings { ApiKey = "sk-secret\nInjected: yes" });

        message.ShouldContain("api_key");
        message.ShouldNotContain("sk-secret");
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once() =>
        Should
            .Throw<ConfigurationException>(() =>
                Create(
                    new SupervisorSettings
                    {
                        Provider = SupervisorProvider.Anthropic,
                        BaseUrl = "nowhere",
                        ApiKey = "a b",
                        Temperature = 1.5,
                    }
                )
            )
            .Errors.Count.ShouldBe(3);

    private static ISupervisor Create(SupervisorSettings settings, Dictionary<string, string>? variables = null) =>
        Make.Supervisor(settings, variables);

    private static string Fail(SupervisorSettings settings, Dictionary<string, string>? variables = null) =>
        Should.Throw<ConfigurationException>(() => Create(settings, variables)).Message;
}
