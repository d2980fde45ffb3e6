using System.Text.Json.Nodes;
using Baton.Experiments.Generation;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Tests.Generation;

public sealed class DeterministicGenerationTests : IDisposable
{
    private readonly GenerationLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Every_base_input_is_varied_as_every_persona_by_every_strategy()
    {
        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request());

        inputs.Count.ShouldBe(3 * 2 * 3 * 2);
        inputs.Select(input => input.Id).ShouldBeUnique();
        inputs
            .Select(input =>
                (input.Persona, GenerationLab.Fact(input, "base_id"), GenerationLab.Fact(input, "strategy"))
            )
            .Distinct()
            .Count()
            .ShouldBe(3 * 2 * 3);
        inputs.ShouldAllBe(input => GenerationLab.Fact(input, "made_by") == "deterministic");
    }

    [Fact]
    public async Task A_variation_keeps_what_its_base_input_brings()
    {
        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request());
        ExperimentInput[] money = [.. inputs.Where(input => GenerationLab.Fact(input, "base_id") == "money")];

        money.ShouldAllBe(input => GenerationLab.Fact(input, "team") == "billing");
        money
            .Where(input => GenerationLab.Fact(input, "strategy") == "typo")
            .ShouldAllBe(input => input.Expected!.ToString() == "a refund");
        money
            .Where(input => GenerationLab.Fact(input, "strategy") == "adversarial")
            .ShouldAllBe(input => input.Expected == null);
    }

    [Fact]
    public async Task Scripts_of_a_base_input_are_kept()
    {
        _lab.Configure(
            """
            base_inputs:
              - input: "Cancel my order please"
                expect: {contains: [order number], not_contains: sorry, regex: "\\d", tool_called: [ask]}
                turns: ["1042", {user: "yes", expect: {equals: "done"}}, simulate]
                approvals: [{turn: 1, tool: cancel, decision: edit, arguments: {id: 7}}, {decision: deny, reason: "no"}]
              - input: "Stop it now please"
                turns: ["bye"]
            variation_strategies: [typo]
            input_generation: {mode: deterministic}
            """
        );

        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request());

        ExperimentInput scripted = inputs[0];
        scripted.Expect!.Contains.ShouldBe(["order number"]);
        scripted.Expect.Regex.ShouldBe(["\\d"]);
        scripted.Turns.Select(turn => turn.Text).ShouldBe(["1042", "yes"]);
        scripted.Turns[1].Expect!.EqualTo.ShouldBe("done");
        scripted.SimulateAfterTurns.ShouldBeTrue();
        scripted.Approvals[0].Decision.ShouldBe(ApprovalDecision.Edit);
        scripted.Approvals[1].Reason.ShouldBe("no");
        inputs[^1].SimulateAfterTurns.ShouldBeFalse();
        _lab.Errors(_lab.Request() with { Output = "x.csv" }).ShouldContain("CSV cannot hold");
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        await _lab.RunAsync(_lab.Request() with { Output = "a.yaml" });
        await _lab.RunAsync(_lab.Request() with { Output = "b.yaml" });
        await _lab.RunAsync(_lab.Request(("seed", "1")) with { Output = "c.yaml" });

        _lab.Read("b.yaml").ShouldBe(_lab.Read("a.yaml"));
        _lab.Read("c.yaml").ShouldNotBe(_lab.Read("a.yaml"));
    }

    [Fact]
    public async Task Adding_an_input_or_a_strategy_elsewhere_leaves_the_others_as_they_were()
    {
        IReadOnlyList<ExperimentInput> before = await _lab.InputsAsync(_lab.Request());
        _lab.Configure(
            GenerationLab
                .Base.Replace("base_inputs:\n", "base_inputs:\n  - \"A new one that stands first\"\n")
                .Replace("[rephrase, typo, adversarial]", "[rephrase, typo, adversarial, formal]")
                + "input_generation: {mode: deterministic}\n"
        );

        IReadOnlyList<ExperimentInput> after = await _lab.InputsAsync(_lab.Request() with { Overwrite = true });

        after.Count.ShouldBe(4 * 2 * 4 * 2);
        Dictionary<string, string> texts = after.ToDictionary(input => input.Id, input => input.Text);
        before.ShouldAllBe(input => texts[input.Id] == input.Text);
    }

    [Theory]
    [InlineData("out.yaml")]
    [InlineData("out.yml")]
    [InlineData("out.json")]
    [InlineData("out.jsonl")]
    [InlineData("deep/er/out.ndjson")]
    [InlineData("out.csv")]
    public async Task Every_kind_of_file_reads_back_as_the_same_inputs(string file)
    {
        _lab.Configure(
            """
            base_inputs:
              - {id: "a, \"b\"", input: "He said: \"no\", 😀 & <tag> \\ #1\nsecond line: - x", metadata: {"on": "y: z", n: 1.5, "null": [1, {"k": "v"}]}}
              - "Ünïcödé 주문 ' “ ” \u2028 text please"
            variation_strategies: [formal, adversarial, typo, multilingual]
            input_generation: {mode: deterministic, language: en}
            """
        );
        IReadOnlyList<ExperimentInput> yaml = await _lab.InputsAsync(_lab.Request() with { Output = "first.yaml" });

        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request() with { Output = file });

        inputs
            .Select(input => (input.Id, input.Text, input.Persona))
            .ShouldBe(yaml.Select(input => (input.Id, input.Text, input.Persona)));
        inputs.Zip(yaml).ShouldAllBe(pair => JsonNode.DeepEquals(pair.First.Metadata, pair.Second.Metadata));
        yaml[0].Metadata!["null"]![1]!["k"]!.ToString().ShouldBe("v");
    }

    [Fact]
    public async Task A_batch_is_a_cross_section_and_the_next_goes_on_behind_it()
    {
        IReadOnlyList<ExperimentInput> first = await _lab.InputsAsync(Batch("inputs/batch1.yaml", 18));
        IReadOnlyList<ExperimentInput> second = await _lab.InputsAsync(Batch("inputs/batch2.jsonl", 18));
        IReadOnlyList<ExperimentInput> third = await _lab.InputsAsync(Batch("inputs/batch3.csv", 18));

        first
            .Select(input =>
                (input.Persona, GenerationLab.Fact(input, "base_id"), GenerationLab.Fact(input, "strategy"))
            )
            .Distinct()
            .Count()
            .ShouldBe(18);
        ExperimentInput[] all = [.. first, .. second, .. third];
        all.Select(input => input.Id).ShouldBeUnique();
        all.Select(input => (input.Persona, input.Text)).ShouldBeUnique();
        all.Length.ShouldBe(54);
        GenerationLab.Fact(second[0], "batch").ShouldBe("batch2");
    }

    [Fact]
    public async Task A_batch_made_anew_is_the_same_although_others_came_after_it()
    {
        await _lab.RunAsync(Batch("inputs/batch1.yaml", 10));
        string before = _lab.Read("inputs/batch1.yaml");
        await _lab.RunAsync(Batch("inputs/batch2.yaml", 10));
        string second = _lab.Read("inputs/batch2.yaml");

        await _lab.RunAsync(Batch("inputs/batch2.yaml", 10) with { Overwrite = true });

        _lab.Read("inputs/batch2.yaml").ShouldBe(second);
        await _lab.RunAsync(Batch("inputs/other.yaml", 10) with { GoOn = false });
        Texts("inputs/other.yaml").ShouldBe(Texts("inputs/batch1.yaml"));
        before.ShouldNotContain("Goes on");
    }

    [Fact]
    public async Task A_file_that_is_no_batch_does_not_count_as_one()
    {
        await _lab.RunAsync(_lab.Request());
        _lab.Write("inputs/broken.yaml", "inputs: [");
        _lab.Write("inputs/mine.yaml", "- mine");

        GenerationResult batch = await _lab.RunAsync(Batch("inputs/batch1.yaml", 18));

        batch.Count.ShouldBe(18);
        Texts("inputs/batch1.yaml").ShouldBeSubsetOf(Texts("inputs/generated.yaml"));
    }

    [Fact]
    public async Task When_batches_hold_everything_that_is_said()
    {
        _lab.Configure(
            """
            base_inputs: ["Hi"]
            variation_strategies: [custom]
            input_generation: {mode: deterministic, custom: [{name: loud, templates: ["{{ input }}!", "{{ input }}!!"]}]}
            """
        );
        await _lab.RunAsync(Batch("inputs/batch1.yaml", 5));

        GenerationException error = await Should.ThrowAsync<GenerationException>(() =>
            _lab.RunAsync(Batch("inputs/batch2.yaml", 5))
        );

        Texts("inputs/batch1.yaml").ShouldBe(["Hi!", "Hi!!"], ignoreOrder: true);
        error.Message.ShouldContain("batch1.yaml");
        error.Message.ShouldContain("--from-start");
    }

    [Fact]
    public async Task What_could_not_be_made_is_told_with_its_reason()
    {
        _lab.Configure(
            """
            base_inputs: ["Wo ist meine Bestellung?", "What are your opening hours?"]
            variation_strategies: [concise, persona_based, typo]
            variation_count: 5
            input_generation: {mode: deterministic}
            """
        );

        GenerationResult result = await _lab.RunAsync(_lab.Request());

        result.Shortfalls.ShouldContain(text =>
            text.StartsWith("concise: its rules know English only, and the text is German")
        );
        result.Shortfalls.ShouldContain(text => text.StartsWith("persona_based: there is no persona"));
        result.Shortfalls.ShouldContain(text => text.StartsWith("concise: found "));
        result.ByStrategy.ShouldContain(("typo", 10));
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_when_asked()
    {
        _lab.Write("inputs/generated.yaml", "- mine\n");

        _lab.Errors(_lab.Request())
            .ShouldContain("`inputs/generated.yaml` exists already; replace it with `--overwrite`");
        _lab.Read("inputs/generated.yaml").ShouldBe("- mine\n");
        await _lab.RunAsync(_lab.Request() with { Overwrite = true });
        _lab.Inputs("inputs/generated.yaml").Count.ShouldBe(36);
        _lab.Files.ShouldBe(["generated.yaml"]);
    }

    [Fact]
    public void What_is_wrong_is_told_with_the_way_out()
    {
        _lab.Errors(_lab.Request() with { Output = "inputs/x.txt" }).ShouldContain("unknown kind");
        _lab.Errors(_lab.Request() with { Output = "configs" }).ShouldContain("unknown kind");
        _lab.Errors(_lab.Request() with { Personas = ["nobody"] }).ShouldContain("unknown persona `nobody`");
        _lab.Errors(_lab.Request(("variation_strategies", "custom"))).ShouldContain("needs a description");
        _lab.Configure("input_generation: {mode: deterministic}\n");
        _lab.Errors(_lab.Request()).ShouldContain("`--inputs FILE`");
        _lab.Write("inputs/generated.yaml", "- mine\n");
        _lab.Errors(_lab.Request() with { Overwrite = true }).ShouldContain("`--inputs inputs/generated.yaml`");
    }

    [Theory]
    [InlineData("custom: [{name: a}]", "does nothing")]
    [InlineData("custom: [{name: a, replace: {\"/(/\": x}}]", "is no regular expression")]
    [InlineData("custom: [{name: a, prompt: x}, {name: a, prompt: y}]", "is described twice")]
    [InlineData("llm: {strategy_prompts: {typos: x}}", "did you mean `typo`?")]
    [InlineData("llm: {modle: x}", "unknown key")]
    [InlineData("keyboard: dvorak", "qwerty")]
    public void Settings_are_read_strictly(string setting, string error)
    {
        _lab.Configure($"base_inputs: [hi]\ninput_generation:\n  {setting}\n");

        _lab.Errors(_lab.Request()).ShouldContain(error);
    }

    [Fact]
    public async Task Base_inputs_come_from_a_file_as_well()
    {
        _lab.Configure("variation_strategies: [typo]\ninput_generation: {mode: deterministic}\n");
        _lab.Write(
            "data/questions.csv",
            "input,id\nWhere is my parcel?,parcel\nWhere is my parcel?,again\nCancel it please,cancel\n"
        );

        using PreparedGeneration generation = _lab.Prepare(_lab.Request() with { InputsPath = "data/questions.csv" });

        generation.Plan.BaseInputs.ShouldBe(2);
        generation.Warnings.ShouldHaveSingleItem().ShouldContain("stands there twice");
        await generation.RunAsync(TextWriter.Null, false, null, TestContext.Current.CancellationToken);
        _lab.Inputs("inputs/generated.yaml")
            .Select(input => input.Id)
            .ShouldBe(["parcel_typo_1", "parcel_typo_2", "cancel_typo_1", "cancel_typo_2"]);
    }

    [Fact]
    public async Task Standard_output_gets_yaml_or_json()
    {
        foreach (bool json in (bool[])[false, true])
        {
            using PreparedGeneration generation = _lab.Prepare(_lab.Request() with { Output = "-", Limit = 3 });
            StringWriter output = new();

            await generation.RunAsync(output, json, null, TestContext.Current.CancellationToken);

            string file = json ? "out.json" : "out.yaml";
            _lab.Write(file, output.ToString());
            _lab.Inputs(file).Count.ShouldBe(3);
        }
    }

    [Fact]
    public async Task Secrets_in_base_inputs_do_not_reach_the_file()
    {
        _lab.Configure(
            "base_inputs: [\"My password is ${PASS_WORD} please help\"]\nvariation_strategies: [formal, typo, casual]\ninput_generation: {mode: deterministic}\n"
        );
        GenerationRequest request = _lab.Request();
        request = request with
        {
            Configuration = request.Configuration with
            {
                Environment = new Dictionary<string, string> { ["PASS_WORD"] = "correct-horse-battery" },
            },
        };

        await _lab.RunAsync(request);

        _lab.Read("inputs/generated.yaml").ToLowerInvariant().ShouldNotContain("horse");
    }

    private GenerationRequest Batch(string file, long limit) => _lab.Request() with { Output = file, Limit = limit };

    private string[] Texts(string file) => [.. _lab.Inputs(file).Select(input => input.Text)];
}
