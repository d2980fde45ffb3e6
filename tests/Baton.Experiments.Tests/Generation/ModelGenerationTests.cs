using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Generation;
using Baton.Experiments.Inputs;
using Baton.Experiments.Tests.Conversations.Supervisors;
using Baton.Experiments.Tests.Models;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Generation;

[Trait("Needs", "aimock")]
public sealed class ModelGenerationTests(ModelServerFixture fixture) : IClassFixture<ModelServerFixture>, IAsyncLifetime
{
    private const string Key = ModelServerFixture.Key;

    private readonly GenerationLab _lab = new("", "");

    private AimockServer Server => fixture.Server;

    public async ValueTask InitializeAsync() => await Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("ollama")]
    public async Task A_model_of_every_provider_writes_inputs_and_their_cost_is_told(string provider)
    {
        Configure(provider, "batch_size: 10");
        await AnswerAsync(
            provider,
            Said(
                ["Could you look up order 1042?", "Any news on 1042?"],
                ["My refund for 1043, please", "1043: money back!"]
            )
        );

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.IsWritten.ShouldBeTrue();
        result.Shortfalls.ShouldBeEmpty();
        IReadOnlyList<ExperimentInput> inputs = _lab.Inputs("inputs/generated.yaml");
        inputs
            .Select(input => input.Text)
            .ShouldBe([
                "Could you look up order 1042?",
                "Any news on 1042?",
                "My refund for 1043, please",
                "1043: money back!",
            ]);
        inputs.ShouldAllBe(input => GenerationLab.Fact(input, "made_by")!.StartsWith(provider));
        result.Model!.Calls.ShouldBe(1);
        // The server plays Ollama without an account of its tokens.
        result.Model.Spent!.InputTokens.ShouldBe(provider == "ollama" ? 0 : 1000);
        (result.Model.Spent.Cost > 0).ShouldBe(provider != "ollama");
        _lab.Files.ShouldBe(["generated.yaml"]);
        JsonObject request = (await Server.RequestsAsync()).ShouldHaveSingleItem();
        request["body"]!.ToJsonString().ShouldContain("Where is my order 1042?");
    }

    [Fact]
    public async Task What_is_missing_or_cannot_be_used_is_asked_for_again_and_the_rest_is_kept()
    {
        Configure("openai", "batch_size: 10");
        await AnswerAsync(
            "openai",
            // A copy of the base input, one that lost the number, nothing for the second.
            Said(["where is my order 1042", "Where's my stuff?"], []),
            Said(["Any news on 1042?"], ["My refund for 1043, please", "my refund for 1043 please!!"]),
            Said(["Could you look up order 1042?"], ["1043: money back!"])
        );

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.Count.ShouldBe(4);
        result.Model!.Calls.ShouldBe(3);
        result.Model.Rejected.ShouldBe(
            [("lost `1042` of the base input", 1), ("too similar to another", 1), ("too similar to the base input", 1)],
            ignoreOrder: true
        );
        string last = (await Server.RequestsAsync())[^1]["body"]!.ToJsonString();
        last.ShouldContain("avoid");
        last.ShouldContain("Any news on 1042?");
    }

    [Fact]
    public async Task What_a_model_never_gives_is_a_shortfall_and_the_file_is_written()
    {
        Configure("openai", "max_attempts: 2");
        await AnswerAsync(
            "openai",
            Said(["Any news on 1042?"], ["1043 refund?"]),
            Said(["any news on 1042"], ["1043 refund"])
        );

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.IsWritten.ShouldBeTrue();
        result.Count.ShouldBe(2);
        result.Shortfalls.ShouldHaveSingleItem().ShouldStartWith("rephrase: the model gave 1 usable of 2");
    }

    [Fact]
    public async Task Nearly_JSON_in_prose_is_understood_and_other_talk_is_asked_for_once_more()
    {
        Configure("openai", "batch_size: 10");
        await Server.AnswerInTurnAsync(
            VoiceLab.Text("I'd rather chat."),
            VoiceLab.Text(
                "Sure!\n```json\n{variations: [{item: '1', texts: ['Any news on 1042?', 'Look up 1042 please',]}, {item: 2, texts: ['Refund 1043', 'Pay back order 1043 now']}]}\n```"
            )
        );

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.Count.ShouldBe(4);
        result.Model!.Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_wrong_key_stops_at_once_and_nothing_is_written(string provider)
    {
        Configure(provider, "batch_size: 1", key: "sk-wrong-key-of-nobody");

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.IsWritten.ShouldBeFalse();
        result.Model!.MissingForFailures.ShouldBe(4);
        result.Model.StoppedBecause.ShouldNotBeNull();
        result.Model.Failures.ShouldHaveSingleItem().Reason.ShouldNotContain("sk-wrong");
        _lab.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai", "malformedRate")]
    [InlineData("openai", "dropRate")]
    [InlineData("openai", "disconnectRate")]
    [InlineData("anthropic", "malformedRate")]
    [InlineData("anthropic", "dropRate")]
    [InlineData("anthropic", "disconnectRate")]
    [InlineData("ollama", "malformedRate")]
    [InlineData("ollama", "dropRate")]
    [InlineData("ollama", "disconnectRate")]
    public async Task Faults_of_the_wire_are_counted_explained_and_lose_nothing(string provider, string fault)
    {
        Configure(provider, "batch_size: 2\n    parallel: 1");
        await AnswerAsync(provider, One("Any news on 1042?", "Look up 1042 please"));
        GenerationRequest request = _lab.Request();
        using (PreparedGeneration generation = _lab.Prepare(request))
        {
            DisturbAfter disturb = new(Server, fault);
            GenerationResult broken = await generation.RunAsync(
                TextWriter.Null,
                false,
                disturb,
                TestContext.Current.CancellationToken
            );

            broken.IsWritten.ShouldBeFalse();
            broken.Count.ShouldBe(2);
            broken.Model!.MissingForFailures.ShouldBe(2);
            broken.Model.Failures.Sum(failure => failure.Count).ShouldBeGreaterThan(0);
            broken.Model.Failures.ShouldAllBe(failure => failure.Reason.Length > 10);
        }

        await Server.ResetAsync();
        await AnswerAsync(provider, One("Refund 1043 please", "Pay back order 1043 now"));
        GenerationResult whole = await _lab.RunAsync(request);

        whole.IsWritten.ShouldBeTrue();
        whole.Count.ShouldBe(4);
        whole.Model!.Calls.ShouldBe(1);
        if (provider != "ollama")
        {
            // The server plays Ollama without an account of its tokens.
            whole.Model.SpentBefore!.InputTokens.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(1000);
        }

        (await Server.RequestsAsync()).Count.ShouldBe(1);
        _lab.Files.ShouldBe(["generated.yaml"]);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("ollama")]
    public async Task A_rate_limit_is_waited_out(string provider)
    {
        Configure(provider, "batch_size: 10");
        await AnswerAsync(
            provider,
            Said(["Any news on 1042?", "Look up 1042 please"], ["Refund 1043 please", "Pay back order 1043 now"])
        );
        await Server.FailNextAsync(429, "slow down");

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.Count.ShouldBe(4);
        result.Model!.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_partial_the_file_is_written_although_calls_failed()
    {
        Configure("openai", "batch_size: 2\n    parallel: 1\n    max_cost: 0.000001");
        await AnswerAsync("openai", One("Any news on 1042?", "Look up 1042 please"));

        GenerationResult result = await _lab.RunAsync(_lab.Request() with { AcceptPartial = true });

        result.IsWritten.ShouldBeTrue();
        result.Count.ShouldBe(2);
        result.Model!.StoppedBecause!.ShouldContain("max_cost");
        result.Model.MissingForFailures.ShouldBe(2);
        (await Server.RequestsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Kept_answers_belong_to_their_settings_and_can_be_dropped()
    {
        Configure("openai", "batch_size: 2\n    parallel: 1\n    max_cost: 0.000001");
        await AnswerAsync("openai", One("Any news on 1042?", "Look up 1042 please"));
        await _lab.RunAsync(_lab.Request());
        _lab.Files.ShouldBe([".generated.yaml.partial"]);

        _lab.Errors(_lab.Request(("variation_temperature", "1.1"))).ShouldContain("--fresh");
        using (PreparedGeneration going = _lab.Prepare(_lab.Request()))
        {
            going.Plan.Calls!.AnsweredBefore.ShouldBe(2);
            going.Plan.Calls.Calls.ShouldBe(1);
            Should
                .Throw<GenerationException>(() => _lab.Prepare(_lab.Request()))
                .Message.ShouldContain("another `baton generate inputs`");
        }

        using PreparedGeneration fresh = _lab.Prepare(
            _lab.Request(("variation_temperature", "1.1")) with
            {
                Fresh = true,
            }
        );
        fresh.Plan.Calls!.AnsweredBefore.ShouldBe(0);
    }

    [Fact]
    public async Task A_journal_cut_at_any_byte_costs_at_most_the_answer_that_was_torn()
    {
        Configure("openai", "batch_size: 2\n    parallel: 1\n    max_cost: 0.000001");
        await AnswerAsync("openai", One("Any news on 1042?", "Look up 1042 please"));
        await _lab.RunAsync(_lab.Request());
        string journal = Path.Combine(_lab.Root, "inputs", ".generated.yaml.partial");
        byte[] whole = await File.ReadAllBytesAsync(journal, TestContext.Current.CancellationToken);

        foreach (
            int length in Enumerable
                .Range(0, whole.Length / 23)
                .Select(step => step * 23)
                .Append(whole.Length - 1)
                .Append(whole.Length)
        )
        {
            await File.WriteAllBytesAsync(journal, whole[..length], TestContext.Current.CancellationToken);
            using PreparedGeneration generation = _lab.Prepare(_lab.Request());
            generation.Plan.Calls!.AnsweredBefore.ShouldBe(length == whole.Length ? 2 : 0);
        }
    }

    [Fact]
    public async Task Stopping_keeps_what_was_answered()
    {
        Configure("openai", "batch_size: 2\n    parallel: 1");
        await AnswerAsync(
            "openai",
            One("Any news on 1042?", "Look up 1042 please"),
            One("Refund 1043 please", "Pay back order 1043 now")
        );
        using CancellationTokenSource stop = new();
        using (PreparedGeneration generation = _lab.Prepare(_lab.Request()))
        {
            await Should.ThrowAsync<OperationCanceledException>(() =>
                generation.RunAsync(TextWriter.Null, false, new StopAfterOne(stop), stop.Token)
            );
        }

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.Count.ShouldBe(4);
        result.Model!.Calls.ShouldBe(1);
        (await Server.RequestsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public void A_missing_key_is_told_with_both_ways_out()
    {
        _lab.Configure("base_inputs: [hi]\n");

        string error = _lab.Errors(_lab.Request());

        error.ShouldContain("input_generation.llm.api_key");
        error.ShouldContain("set `OPENAI_API_KEY`");
        error.ShouldContain("--mode deterministic");
    }

    [Fact]
    public void The_estimate_counts_calls_tokens_and_money()
    {
        Configure("openai", "batch_size: 3");

        using PreparedGeneration generation = _lab.Prepare(_lab.Request());

        CallEstimate estimate = generation.Plan.Calls!;
        estimate.Calls.ShouldBe(2);
        estimate.InputTokens.ShouldBeInRange(300, 2000);
        estimate.Cost!.Value.ShouldBeInRange(0.00001m, 0.01m);
        _lab.Files.ShouldBe([".generated.yaml.partial"]);
    }

    private void Configure(string provider, string llm, string key = Key)
    {
        string server = Server.Address.ToString().TrimEnd('/') + (provider == "openai" ? "/v1" : "");
        _lab.Configure(
            $"""
            base_inputs:
              - "Where is my order 1042?"
              - "I want my money back for order 1043"
            variation_strategies: [rephrase]
            input_generation:
              llm:
                provider: {provider}
                api_key: {key}
                base_url: {server}
                {llm}
            """
        );
    }

    private Task AnswerAsync(string provider, params string[] answers) =>
        Server.AnswerInTurnAsync([.. answers.Select(answer => VoiceLab.Answer(provider, "variations", answer))]);

    private static string Said(string[] first, string[] second) =>
        JsonSerializer.Serialize(
            new { variations = new[] { new { item = 1, texts = first }, new { item = 2, texts = second } } }
        );

    private static string One(params string[] texts) =>
        JsonSerializer.Serialize(new { variations = new[] { new { item = 1, texts } } });

    private sealed class DisturbAfter(AimockServer server, string fault) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.CallsDone == 1)
            {
                server.DisturbAsync(new JsonObject { [fault] = 1 }).GetAwaiter().GetResult();
            }
        }
    }

    private sealed class StopAfterOne(CancellationTokenSource stop) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => stop.Cancel();
    }
}
