using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Experiments.Models;
using Baton.Experiments.Tests.Conversations.Supervisors;

namespace Baton.Experiments.Tests.Models;

/// <summary>Models are asked through a real server of someone else's.</summary>
[Trait("Needs", "Node")]
public sealed class ModelVoiceTests(ModelServerFixture fixture) : IClassFixture<ModelServerFixture>, IAsyncLifetime
{
    private static readonly ModelQuestion Question = ModelQuestion.Of("Be brief.", "Name a number");

    private static readonly AnswerForm<Picked> Form = new(
        "picked_number",
        "The number that was picked",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {"number": {"type": "integer"}},
              "required": ["number"],
              "additionalProperties": false
            }
            """
        ),
        "number",
        ReadPicked
    );

    private readonly VoiceLab _lab = new();

    public static TheoryData<string> Providers => VoiceLab.Providers;

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_provider_answers_in_words_and_tells_what_it_cost(string provider)
    {
        await fixture.Server.AnswerAsync("Name a number", VoiceLab.Text("Seven."));

        ModelAnswer<string> answer = await Voice(provider).AskAsync(Question, Token);

        answer.Value.ShouldBe("Seven.");
        answer.Spent.Calls.ShouldBe(1);
        answer.Spent.Usage!.TotalTokens.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_provider_is_held_to_a_schema(string provider)
    {
        await fixture.Server.AnswerAsync(
            "Name a number",
            VoiceLab.Answer(provider, "picked_number", """{"number": 7}""")
        );

        ModelAnswer<Picked> answer = await Voice(provider).AskAsync(Question, Form, Token);

        answer.Value.Number.ShouldBe(7);
        JsonNode asked = (await fixture.Server.RequestsAsync()).ShouldHaveSingleItem()["body"]!;
        if (provider is "openai" or "openai-compatible" or "anthropic")
        {
            // The server keeps no record of the others' schemas.
            asked.ToJsonString().ShouldContain("additionalProperties");
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_of_another_form_is_asked_for_once_more(string provider)
    {
        await fixture.Server.AnswerAsync("Your answer has no whole", VoiceLab.Text("""{"number": 7}"""));
        await fixture.Server.AnswerAsync("Name a number", VoiceLab.Text("""{"number": "many"}"""));

        ModelAnswer<Picked> answer = await Voice(provider).AskAsync(Question, Form, Token);

        answer.Value.Number.ShouldBe(7);
        answer.Spent.Calls.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_answers_of_another_form_are_an_error_with_the_reply_and_its_cost(string provider)
    {
        await fixture.Server.AddAsync(
            new JsonObject { ["match"] = new JsonObject(), ["response"] = VoiceLab.Text("I like all numbers.") }
        );

        ModelVoiceException failure = await Should.ThrowAsync<ModelVoiceException>(() =>
            Voice(provider).AskAsync(Question, Form, Token)
        );

        failure.Kind.ShouldBe(ErrorKind.Protocol);
        failure.Message.ShouldContain("is not the JSON object asked for, also when asked again: `I like all numbers.`");
        failure.Reply.ShouldBe("I like all numbers.");
        failure.Spent.Calls.ShouldBe(2);
        failure.Spent.Usage.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_in_words_is_asked_for_once_more_too()
    {
        await fixture.Server.AnswerAsync("Only the number", VoiceLab.Text("7"));
        await fixture.Server.AnswerAsync("Name a number", VoiceLab.Text("Seven"));
        TextForm<Picked> words = new(
            "Only the number.",
            static (string reply, out string? problem) =>
            {
                bool isRead = int.TryParse(reply, out int number);
                problem = isRead ? null : "is no number";
                return isRead ? new Picked(number) : null;
            }
        );

        ModelAnswer<Picked> answer = await Voice("openai").AskAsync(Question, words, Token);

        answer.Value.Number.ShouldBe(7);
        answer.Spent.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_model_that_takes_no_temperature_is_asked_without_from_then_on()
    {
        await fixture.Server.FailNextAsync(400, "`temperature` does not support 0 with this model");
        await fixture.Server.AnswerAsync("Name a number", VoiceLab.Text("Seven."));
        ModelVoice voice = _lab.Voice(VoiceLab.Settings("openai", fixture.Server.Address) with { Temperature = 0 });

        await voice.AskAsync(Question, Token);
        await voice.AskAsync(Question, Token);

        (await fixture.Server.RequestsAsync())
            .Select(static request => request["body"]!["temperature"] is not null)
            .ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_schema_that_is_refused_is_not_sent_again_and_counts_as_a_call()
    {
        await fixture.Server.FailNextAsync(400, "response_format type json_schema is unavailable");
        await fixture.Server.AnswerAsync("Name a number", VoiceLab.Text("""{"number": 7}"""));

        ModelAnswer<Picked> answer = await Voice("openai").AskAsync(Question, Form, Token);

        answer.Value.Number.ShouldBe(7);
        answer.Spent.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_called_so()
    {
        await fixture.Server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject(),
                ["response"] = VoiceLab.Text("""{"number": """, finishReason: "length"),
            }
        );

        ModelVoiceException failure = await Should.ThrowAsync<ModelVoiceException>(() =>
            Voice("openai").AskAsync(Question, Form, Token)
        );

        failure.Message.ShouldContain("cut off before its end");
    }

    [Fact]
    public async Task What_a_model_thinks_aloud_is_no_answer()
    {
        await fixture.Server.AnswerAsync(
            "Name a number",
            VoiceLab.Text("<think>{\"number\": 3}? No.</think>\n{\"number\": 7}")
        );

        (await Voice("openai").AskAsync(Question, Form, Token)).Value.Number.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_server_that_keeps_failing_is_an_error_without_the_key(string provider)
    {
        await fixture.Server.DisturbAsync(new JsonObject { ["dropRate"] = 1 });

        ModelVoiceException failure = await Should.ThrowAsync<ModelVoiceException>(() =>
            Voice(provider).AskAsync(Question, Token)
        );

        failure.Spent.Calls.ShouldBe(1);
        failure.ToString().ShouldNotContain(ModelServerFixture.Key);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Picked? ReadPicked(JsonObject answer, out string? problem)
    {
        problem = null;
        if (answer["number"] is JsonValue picked && picked.TryGetValue(out double read))
        {
            return new Picked((int)read);
        }

        problem = "has no whole `number`";
        return null;
    }

    private ModelVoice Voice(string provider) => _lab.Voice(VoiceLab.Settings(provider, fixture.Server.Address));

    private sealed record Picked(int Number);
}
