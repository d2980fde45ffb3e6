using Baton.Targets.Checks;

namespace Baton.Targets.Tests.Checks;

/// <summary>Every kind of target passes the list of checks, and the list finds what is broken.</summary>
[Trait("Needs", "python")]
[Trait("Needs", "redis")]
[Trait("Needs", "docker")]
[Trait("Needs", "node")]
public sealed class TargetChecksTests
{
    public static TheoryData<string> EveryKind() => [.. BuiltInTargets.All.Keys];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task Every_kind_of_target_fits(string kind)
    {
        await using BuiltInTargets.Place place = new();
        RunnerOptions options = await BuiltInTargets.All[kind](place);
        CheckSubject subject = CheckSubject.Of(options, place.Environment) with { FailingInput = "fail" };

        List<CheckResult> results = await RunAsync(subject);

        results.Count.ShouldBe(TargetChecks.All.Count);
        foreach (CheckResult result in results)
        {
            CheckState expected =
                result.Check.Name == "streams" && IsWhole(kind) ? CheckState.NotTried : CheckState.Fits;
            result.Verdict.State.ShouldBe(expected, $"{result.Check.Name}: {result.Verdict.Detail}");
        }
    }

    [Fact]
    public void Every_key_of_the_section_is_among_the_kinds() =>
        TargetKind
            .All.Select(kind => kind.Key)
            .ShouldBe(BuiltInTargets.All.Keys.Select(name => name.Split(':')[0]).Distinct(), ignoreOrder: true);

    [Theory]
    [InlineData("starts")]
    [InlineData("answers")]
    [InlineData("streams")]
    [InlineData("reports_errors")]
    [InlineData("honours_guards")]
    [InlineData("survives_two_turns")]
    [InlineData("serves_several_at_once")]
    [InlineData("stops_cleanly")]
    public async Task Each_check_finds_a_target_that_does_not_fit(string check)
    {
        CheckSubject subject = new()
        {
            Create = _ => new BrokenTarget(check),
            FailingInput = "fail",
            StopTime = TimeSpan.FromMilliseconds(50),
        };

        List<CheckResult> results = await RunAsync(subject, check);

        results.ShouldHaveSingleItem().Verdict.State.ShouldBe(CheckState.Broken, results[0].Verdict.Detail);
    }

    [Fact]
    public async Task A_target_that_throws_is_found_and_the_other_checks_go_on()
    {
        CheckSubject subject = new() { Create = _ => throw new InvalidOperationException("no luck") };

        List<CheckResult> results = await RunAsync(subject, "answers", "streams");

        results.Select(result => result.Verdict.Detail).ShouldAllBe(detail => detail.Contains("no luck"));
    }

    private static bool IsWhole(string kind) =>
        kind.EndsWith("a step loop", StringComparison.Ordinal)
        || kind
            is "target: a function"
                or "module_path: a function"
                or "http: whole"
                or "composite: ensemble"
                or "topology: an ensemble"
                or "dotnet: a method"
                or "mcp: a tool";

    private static async Task<List<CheckResult>> RunAsync(CheckSubject subject, params string[] names)
    {
        List<CheckResult> results = [];
        await foreach (
            CheckResult result in TargetChecks.RunAsync(
                subject,
                names.Length == 0 ? null : [.. TargetChecks.All.Where(check => names.Contains(check.Name))],
                TestContext.Current.CancellationToken
            )
        )
        {
            results.Add(result);
        }

        return results;
    }
}
