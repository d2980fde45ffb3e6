using Baton.Experiments.Generation;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Tests.Generation;

/// <summary>What <c>docs/guides/generate-inputs.md</c> shows is so.</summary>
public sealed class GenerationGuideTests : IDisposable
{
    private readonly GenerationLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_first_configuration_makes_what_is_printed_below_it()
    {
        _lab.Configure(Block(0));

        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request());

        inputs.Count.ShouldBe(32);
        _lab.Write("guide.yaml", Block(1));
        ExperimentInput shown = _lab.Inputs("guide.yaml").ShouldHaveSingleItem();
        ExperimentInput made = inputs.Single(input => input.Id == shown.Id);
        made.Text.ShouldBe(shown.Text);
        made.Metadata!.ToJsonString().ShouldBe(shown.Metadata!.ToJsonString());
    }

    [Fact]
    public async Task The_users_own_ways_do_what_is_said()
    {
        _lab.Configure(
            "base_inputs: [\"help me with order 1042 please\"]\nvariation_strategies: [custom, technical]\nvariation_count: 5\n"
                + Block(2)
        );

        IReadOnlyList<ExperimentInput> inputs = await _lab.InputsAsync(_lab.Request());

        inputs.Select(input => input.Text).ShouldContain("URGENT: HELP me with order 1042");
        inputs.ShouldContain(input => input.Text.Contains("consignment 1042"));
    }

    [Fact]
    public void The_configuration_of_a_model_is_one()
    {
        _lab.Configure("base_inputs: [hi]\nvariation_strategies: [custom]\n" + Block(3));
        GenerationRequest request = _lab.Request(("input_generation.llm.api_key", "sk-none"));

        using PreparedGeneration generation = _lab.Prepare(request);

        generation.Plan.Mode.ShouldBe("anthropic:claude-haiku-4-5");
        generation.Plan.Calls!.Cost.ShouldNotBeNull();
    }

    private static string Block(int number)
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent!;
        }

        string guide = File.ReadAllText(Path.Combine(folder.FullName, "docs/guides/generate-inputs.md"));
        return guide.Split("```yaml\n")[number + 1].Split("```")[0];
    }
}
