using System.Text.RegularExpressions;

namespace Baton.Targets.Tests.Docs;

/// <summary>The page of faults tells what tests show.</summary>
public sealed partial class FaultTableTests
{
    [Fact]
    public void The_page_holds_the_tables()
    {
        string page = TargetPage.Text("faults.md");
        string[] tables = [FaultTable.Render(FaultTable.Remote), FaultTable.Render(FaultTable.Local)];

        // BATON_APPROVE=1 puts the tables of today into the page.
        if (Environment.GetEnvironmentVariable("BATON_APPROVE") == "1")
        {
            int next = 0;
            page = Tables().Replace(page, _ => tables[next++] + "\n");
            File.WriteAllText(Path.Combine(TargetPage.Root(), "docs/targets/faults.md"), page);
        }

        Tables().Matches(page).Select(table => table.Value.TrimEnd('\n')).ShouldBe(tables);
        foreach (string special in FaultTable.Special.Keys)
        {
            page.ShouldContain($"- **{special}**");
        }
    }

    [Fact]
    public void Every_fault_that_can_happen_has_a_test()
    {
        HashSet<string> there = Tests();
        IEnumerable<Fault> faults = FaultTable.Remote.Values.Concat(FaultTable.Local.Values).SelectMany(cells => cells);

        foreach (Fault fault in faults.Where(fault => fault.Outcome != "–"))
        {
            fault.Tests.ShouldNotBeEmpty();
        }

        faults
            .SelectMany(fault => fault.Tests)
            .Concat(FaultTable.Special.Values.SelectMany(tests => tests))
            .Where(test => !there.Contains(test))
            .ShouldBeEmpty();
        FaultTable.Remote.Values.ShouldAllBe(cells => cells.Length == FaultTable.Faults.Count);
    }

    /// <summary>The tests of this project and of the acceptance tests, by the sources.</summary>
    private static HashSet<string> Tests() =>
        [
            .. new[] { "Baton.Targets.Tests", "Baton.Acceptance.Tests" }
                .SelectMany(project =>
                    Directory.EnumerateFiles(
                        Path.Combine(TargetPage.Root(), "tests", project),
                        "*Tests.cs",
                        SearchOption.AllDirectories
                    )
                )
                .SelectMany(file =>
                    Methods()
                        .Matches(File.ReadAllText(file))
                        .Select(method => $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups["name"].Value}")
                ),
        ];

    [GeneratedRegex("(^\\|.*\n)+", RegexOptions.Multiline, 1000)]
    private static partial Regex Tables();

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Methods();
}
