using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class OutputTailTests
{
    [Theory]
    [InlineData("out of order", "out of order")]
    [InlineData("one\ntwo\n\n", "two")]
    [InlineData(
        "node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n\nError: Cannot find module '/srv/agnt.mjs'\n"
            + "    at Module._load (node:internal)\n  code: 'MODULE_NOT_FOUND'\n}\n\nNode.js v20.20.2",
        "Error: Cannot find module '/srv/agnt.mjs'"
    )]
    [InlineData(
        "Unhandled exception. System.InvalidOperationException: no key\n   at Shop.Agent.Main()",
        "Unhandled exception. System.InvalidOperationException: no key"
    )]
    [InlineData("  indented alone", "  indented alone")]
    [InlineData("", null)]
    public void The_line_is_told_that_says_what_happened(string printed, string? telling)
    {
        OutputTail tail = new();
        foreach (string line in printed.Split('\n'))
        {
            tail.Add(line);
        }

        tail.TellingLine.ShouldBe(telling);
    }
}
