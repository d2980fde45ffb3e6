using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Run;

namespace Baton.Cli.Tests.Run;

public sealed class ManualApprovalTests
{
    private readonly StringWriter _terminal = new();

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("YES\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("what?\ny\n", true)]
    public async Task The_answer_decides(string typed, bool approved)
    {
        using ManualApproval approval = new(Terminal(typed));

        ToolApproval answer = await approval.AskAsync(Call("refund"), CancellationToken.None);

        answer.Approved.ShouldBe(approved);
        _terminal.ToString().ShouldContain("""The agent wants to call `refund` with {"order":7}""");
    }

    [Fact]
    public async Task All_from_now_on_asks_no_more()
    {
        using ManualApproval approval = new(Terminal("a\n"));

        ToolApproval[] answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(async _ => await approval.AskAsync(Call("look_up"), CancellationToken.None))
        );

        answers.ShouldAllBe(answer => answer.Approved);
        _terminal.ToString().Split("Approve?").Length.ShouldBe(2);
    }

    private static ToolApprovalRequestedEvent Call(string tool) =>
        new("c1", tool, JsonElement.Parse("""{"order":7}"""));

    private ToolSession Terminal(string typed) =>
        new()
        {
            Out = TextWriter.Null,
            Error = _terminal,
            In = new StringReader(typed),
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(),
        };
}
