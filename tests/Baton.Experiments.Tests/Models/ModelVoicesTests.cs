using Baton.Experiments.Models;
using Baton.Experiments.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Models;

public sealed class ModelVoicesTests : IDisposable
{
    private readonly VoiceLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("gpt-4o-mini", "model", "write `openai:gpt-4o-mini`")]
    [InlineData("", "model", "No model is named")]
    [InlineData("opnai:gpt-4o", "model", "did you mean `openai`?")]
    [InlineData("openai:gpt-4o", "api_key", "set `OPENAI_API_KEY` or write `api_key`")]
    [InlineData("anthropic:claude-haiku-4-5", "api_key", "set `ANTHROPIC_API_KEY`")]
    [InlineData("openai-compatible:llama", "base_url", "needs a server")]
    [InlineData("scripted:nowhere.json", "model", "nowhere.json")]
    public void What_is_wrong_with_a_model_is_told_at_its_setting(string model, string setting, string message)
    {
        SectionErrors errors = new(written: null, "judge");

        _lab.Voices().Open(new ModelVoiceSettings { Model = model }, errors).ShouldBeNull();

        errors.Found.ShouldHaveSingleItem().Key.ShouldBe($"judge.{setting}");
        errors.Found[0].Message.ShouldContain(message);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        SectionErrors errors = new(written: null, "judge");

        _lab.Voices()
            .Open(
                new ModelVoiceSettings
                {
                    Model = "anthropic:claude-haiku-4-5",
                    ApiKey = "a b",
                    BaseUrl = "nowhere",
                    Temperature = 1.5,
                },
                errors
            );

        errors
            .Found.Select(static error => error.Key)
            .ShouldBe(["judge.base_url", "judge.api_key", "judge.temperature"]);
        errors.Found[1].Message.ShouldNotContain("a b");
    }

    [Theory]
    [InlineData("openai:gpt-4o", "OPENAI_API_KEY=sk-1")]
    [InlineData("openai:gpt-4o", "OPENAI_BASE_URL=http://127.0.0.1:9/v1")]
    [InlineData("openai-compatible:llama", "OPENAI_COMPATIBLE_BASE_URL=http://127.0.0.1:9/v1")]
    [InlineData("ollama:llama3.2", "NOTHING=set")]
    [InlineData("ollama:llama3.2", "OLLAMA_HOST=127.0.0.1:9")]
    public void Variables_are_enough(string model, string variable)
    {
        SectionErrors errors = new(written: null, "judge");
        string[] parts = variable.Split('=', 2);

        _lab.Voices(variables: new() { [parts[0]] = parts[1] })
            .Open(new ModelVoiceSettings { Model = model }, errors)
            .ShouldNotBeNull();

        errors.Found.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_is_found_in_the_project()
    {
        using TempWorkspace workspace = new();
        workspace.Write("models/yes.json", """{"replies": ["Yes."]}""");
        SectionErrors errors = new(written: null, "judge");
        ModelVoice voice = _lab.Voices(folder: workspace.Root)
            .Open(new ModelVoiceSettings { Model = "scripted:models/yes.json" }, errors)!;

        ModelAnswer<string> answer = await voice.AskAsync(
            ModelQuestion.Of(null, "Well?"),
            TestContext.Current.CancellationToken
        );

        answer.Value.ShouldBe("Yes.");
        voice.Model.ToString().ShouldBe("scripted:models/yes.json");
    }
}
