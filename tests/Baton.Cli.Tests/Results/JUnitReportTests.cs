using System.Xml.Linq;
using Baton.Cli.Results;
using Baton.Experiments.Results;

namespace Baton.Cli.Tests.Results;

public sealed class JUnitReportTests
{
    private const string Runs = """
        {"trace_id":"t1","run_key":"a/novice/0","persona":"novice","input":"hi","output":"hello","duration_ms":1500,"success":true}
        {"trace_id":"t2","run_key":"b/-/0","input":"<&> \u0001 \ufffd","output":"part","duration_ms":250,"success":false,"outcome":"failed","error":{"kind":"exception","message":"ValueError: \"no\""}}
        {"trace_id":"t3","run_key":"c/-/0","input":"x","output":null,"duration_ms":0,"success":false,"outcome":"simulator_fault","error":{"kind":"supervisor","message":"no JSON"}}
        {"trace_id":"t4","run_k
        """;

    [Fact]
    public void Every_whole_line_is_a_test_case()
    {
        using TempWorkspace workspace = new();
        workspace.Write(ExperimentFiles.TraceSummary, Runs);
        string report = workspace.PathOf("reports/junit.xml");

        JUnitReport.Write(
            report,
            "demo",
            () => ExperimentReader.ReadTraceSummaries(workspace.Root).Select(JUnitCase.Of)
        );

        XElement suite = XDocument.Load(report).Root!.Element("testsuite")!;
        suite.Attribute("name")!.Value.ShouldBe("demo");
        suite.Attribute("tests")!.Value.ShouldBe("3");
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Attribute("skipped")!.Value.ShouldBe("1");
        suite.Attribute("time")!.Value.ShouldBe("1.750");
        XElement[] cases = [.. suite.Elements("testcase")];
        cases.Select(run => run.Attribute("classname")!.Value).ShouldBe(["novice", "demo", "demo"]);
        cases[0].Attribute("name")!.Value.ShouldBe("a/novice/0: hi");
        cases[1].Element("failure")!.Attribute("type")!.Value.ShouldBe("exception");
        cases[1].Element("failure")!.Attribute("message")!.Value.ShouldBe("ValueError: \"no\"");
        cases[1].Element("failure")!.Value.ShouldContain("<&>");
        cases[2].Element("skipped")!.Attribute("message")!.Value.ShouldBe("no JSON");
        Directory.GetFiles(workspace.PathOf("reports")).Length.ShouldBe(1);
    }

    [Fact]
    public void The_report_is_plain_text_that_ends_in_a_line_break()
    {
        using TempWorkspace workspace = new();
        workspace.Write(ExperimentFiles.TraceSummary, Runs);
        string report = workspace.PathOf("junit.xml");

        JUnitReport.Write(
            report,
            "demo",
            () => ExperimentReader.ReadTraceSummaries(workspace.Root).Select(JUnitCase.Of)
        );

        byte[] bytes = File.ReadAllBytes(report);
        bytes[0].ShouldBe((byte)'<', "a byte order mark stops some readers");
        bytes[^1].ShouldBe((byte)'\n');
    }
}
