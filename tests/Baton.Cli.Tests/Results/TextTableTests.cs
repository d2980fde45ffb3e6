using Baton.Cli.Results;

namespace Baton.Cli.Tests.Results;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_line_up_and_lines_do_not_end_in_spaces()
    {
        TextTable table = new();
        table.Add("NAME", "STATE");
        table.Add("a", "complete", "more");
        table.Add("longer", "");
        StringWriter output = new();

        table.Write(output, "  ");

        output.ToString().ShouldBe("  NAME    STATE\n  a       complete  more\n  longer\n");
    }
}
