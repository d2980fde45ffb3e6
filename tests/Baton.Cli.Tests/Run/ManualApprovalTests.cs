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

    [Fact]
    public async Task A_question_that_is_given_up_ends_its_line()
    {
        using WaitingReader nobody = new();
        using ManualApproval approval = new(Terminal("") with { In = nobody });
        using CancellationTokenSource interrupt = new();

        Task<ToolApproval> asking = approval.AskAsync(Call("refund"), interrupt.Token).AsTask();
        await interrupt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
        _terminal.ToString().ShouldEndWith("from now on: \n");
    }

    /// <summary>A terminal at which nobody types until it is closed.</summary>
    private sealed class WaitingReader : TextReader
    {
        private readonly TaskCompletionSource<string?> _closed = new();

        public override string? ReadLine() => _closed.Task.GetAwaiter().GetResult();

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult(null);
            base.Dispose(disposing);
        }
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
