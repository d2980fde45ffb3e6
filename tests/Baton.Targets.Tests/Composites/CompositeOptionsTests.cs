using Baton.Configuration;
using Baton.Targets.Composites;

namespace Baton.Targets.Tests.Composites;

/// <summary>The section is read strictly, the targets inside with the same code as any runner.</summary>
public sealed class CompositeOptionsTests
{
    [Fact]
    public void A_composite_holds_any_kinds_and_composites_too()
    {
        ConfigurationErrors errors = new();

        RunnerOptions options = Ensemble
            .Read(
                """
                composite:
                  mode: ensemble
                  aggregate: best_of
                  targets:
                    - {target: "agent:run", name: python, weight: 2.5, guards: {max_duration: 5s}}
                    - http: {url: "http://127.0.0.1:1/"}
                    - name: inner
                      composite:
                        mode: sequential
                        targets: [{process: {command: [node, a.mjs]}}, {target: "b:run"}]
                """,
                errors
            )
            .ShouldNotBeNull();

        errors.Items.ShouldBeEmpty();
        IReadOnlyList<CompositeMember> targets = options.Composite!.Targets;
        (targets[0].Name, targets[0].Weight, targets[1].Weight).ShouldBe(("python", 2.5m, 1m));
        targets[2].Composite!.Targets.Count.ShouldBe(2);
        options.Composite.EffectiveAggregate.ShouldBe(CompositeAggregate.BestOf);
    }

    [Theory]
    [InlineData("parallel", CompositeAggregate.Concat)]
    [InlineData("ensemble", CompositeAggregate.Vote)]
    public void Each_mode_has_its_usual_aggregate(string mode, CompositeAggregate aggregate) =>
        Ensemble
            .Read($"composite: {{mode: {mode}, targets: [{{target: \"a:b\"}}]}}", new ConfigurationErrors())!
            .Composite!.EffectiveAggregate.ShouldBe(aggregate);

    [Theory]
    [InlineData("mode: all, targets: [{target: \"a:b\"}]", "runner.composite.mode", "ensemble")]
    [InlineData("targets: [{target: \"a:b\"}]", "runner.composite.mode", "is required")]
    [InlineData("mode: parallel, targets: []", "runner.composite.targets", "name 1 to 64")]
    [InlineData("mode: parallel, targets: [{}]", "runner.composite.targets[0]", "no target")]
    [InlineData(
        "mode: parallel, targets: [{target: \"a:b\", wieght: 2}]",
        "runner.composite.targets[0].wieght",
        "weight"
    )]
    [InlineData(
        "mode: parallel, targets: [{target: \"a:b\", weight: 0}]",
        "runner.composite.targets[0].weight",
        "0.001"
    )]
    [InlineData(
        "mode: parallel, targets: [{target: \"a:b\"}, {http: {url: nowhere}}]",
        "runner.composite.targets[1].http.url",
        "http"
    )]
    [InlineData(
        "mode: parallel, targets: [{target: \"a:b\", name: x}, {target: \"c:d\", name: x}]",
        "runner.composite.targets",
        "`x`"
    )]
    [InlineData("mode: parallel, min_success: 2, targets: [{target: \"a:b\"}]", "runner.composite.min_success", "is 2")]
    [InlineData(
        "mode: sequential, aggregate: vote, targets: [{target: \"a:b\"}]",
        "runner.composite.aggregate",
        "last"
    )]
    [InlineData(
        "mode: ensemble, aggregate: synthesis, targets: [{target: \"a:b\"}]",
        "runner.composite.aggregate",
        "`model`"
    )]
    [InlineData(
        "mode: ensemble, model: \"openai:x\", targets: [{target: \"a:b\"}]",
        "runner.composite.model",
        "best_of"
    )]
    [InlineData(
        "mode: ensemble, aggregate: best_of, model: gpt, targets: [{target: \"a:b\"}]",
        "runner.composite.model",
        "provider:model"
    )]
    [InlineData(
        "mode: ensemble, aggregate: best_of, model: \"nobody:x\", targets: [{target: \"a:b\"}]",
        "runner.composite.model",
        "`nobody` is no provider"
    )]
    [InlineData(
        "mode: ensemble, aggregate: best_of, instructions: hm, targets: [{target: \"a:b\"}]",
        "runner.composite.instructions",
        "`aggregator`"
    )]
    [InlineData(
        "mode: ensemble, aggregate: best_of, model: \"openai:x\", aggregator: {target: \"j:j\"}, targets: [{target: \"a:b\"}]",
        "runner.composite.model",
        "keep one"
    )]
    public void What_does_not_fit_is_told_with_its_place_and_key(string section, string key, string said)
    {
        ConfigurationErrors errors = new();

        Ensemble.Read($"\ncomposite: {{{section}}}", errors).ShouldBeNull();

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        (error.Key, error.Place.Line).ShouldBe((key, 2));
        error.Place.Column.ShouldBeGreaterThan(0);
        error.Message.ShouldContain(said);
    }

    [Fact]
    public void A_composite_is_not_repeated_as_a_whole()
    {
        ConfigurationErrors errors = new();

        Ensemble.Read("max_retries: 2\ncomposite: {mode: parallel, targets: [{target: \"a:b\"}]}", errors);

        errors.Items.ShouldHaveSingleItem().Key.ShouldBe("runner.max_retries");
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Composites_are_nested_eight_deep_at_most(int depth, bool isRead)
    {
        string section = "target: \"a:b\"";
        for (int level = 0; level < depth; level++)
        {
            section = $"composite: {{mode: sequential, targets: [{{{section}}}]}}";
        }

        ConfigurationErrors errors = new();

        (Ensemble.Read(section, errors) is not null).ShouldBe(isRead, string.Join("\n", errors.Items));
    }
}
