using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Tools;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>A call in a script: of which tool, under which identifier, readable or not.</summary>
internal sealed record ScriptedCall(string Tool, string Id, bool IsMalformed);

/// <summary>One answer of the model in a script.</summary>
internal sealed record ScriptedStep(string? Text, IReadOnlyList<ScriptedCall> Calls, string Failure, int Tokens);

/// <summary>A whole run: what the model does, how the run is set, and what strikes it at which point.</summary>
internal sealed record RunScript(
    IReadOnlyList<ScriptedStep> Steps,
    string Strike,
    int StrikesAt,
    string Approver,
    bool StopOnToolError,
    int? MaxTokens,
    int MaxParallelTools
)
{
    private static readonly Gen<ScriptedCall> _calls =
        from tool in Gen.Elements("ok", "ok", "fail", "yield", "ask", "inner", "transfer_to_Other", "missing")
        from id in Gen.Elements("a", "b", "c", "d", "")
        from malformed in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new ScriptedCall(tool, id, malformed);

    private static readonly Gen<ScriptedStep> _steps =
        from text in Gen.Elements(null, "", " ", "Hello there", "Once upon a time")
        from count in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 4)))
        from calls in _calls.ListOf(count)
        from failure in Gen.Frequency((8, Gen.Constant("")), (1, Gen.Elements("transient", "final")))
        from tokens in Gen.Choose(0, 30)
        select new ScriptedStep(text, [.. calls], failure, tokens);

    public static Gen<RunScript> Any(int maxParallelTools) =>
        from count in Gen.Choose(0, 6)
        from steps in _steps.ListOf(count)
        from strike in Gen.Elements("none", "cancel", "timeout", "turn timeout", "failure")
        from at in Gen.Choose(1, 12)
        from approver in Gen.Elements("none", "approves", "denies", "throws")
        from stop in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from tokens in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(1, 80).Select(some => (int?)some)))
        select new RunScript([.. steps], strike, at, approver, stop, tokens, maxParallelTools);

    public override string ToString() =>
        $"{Strike} at {StrikesAt}, approver {Approver}, stop {StopOnToolError}, tokens {MaxTokens}: "
        + string.Join(
            " | ",
            Steps.Select(step =>
                $"'{step.Text}' {step.Failure} {step.Tokens} [{string.Join(", ", step.Calls.Select(call => $"{call.Tool}#{call.Id}{(call.IsMalformed ? "!" : "")}"))}]"
            )
        );
}

/// <summary>One playing of a script.</summary>
internal sealed class ScriptRun : IDisposable
{
    private readonly RunScript _script;
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _cancel = new();
    private int _points;
    private int _step = -1;

    public ScriptRun(RunScript script)
    {
        _script = script;
        StrikingClient model = new(this);
        List<AITool> tools =
        [
            Agents.Tool("ok", () => Struck("fine")),
            Agents.Tool("fail", string () => throw new InvalidOperationException(Struck("no luck"))),
            Agents.Tool(
                "yield",
                async () =>
                {
                    await Task.Yield();
                    return Struck("slow");
                }
            ),
            Agents.Tool("ask", () => Struck("allowed")).RequiringApproval(),
            new Agent("Inner")
            {
                ChatClient = new ScriptedChatClient((_, _) => ScriptedReply.Say("inner words")),
            }.AsTool("inner"),
        ];
        Agent = new Agent("First")
        {
            ChatClient = model,
            Tools = tools,
            Handoffs =
            {
                new Agent("Other") { ChatClient = model, Tools = tools },
            },
        };
        Config = new RunConfig
        {
            RunId = "run",
            TimeProvider = _time,
            MaxTurns = 5,
            MaxTime = TimeSpan.FromSeconds(100),
            TimeoutPerTurn = TimeSpan.FromSeconds(10),
            StopOnToolError = script.StopOnToolError,
            MaxTokens = script.MaxTokens,
            MaxParallelTools = script.MaxParallelTools,
            Retry = new ModelRetry { MaxAttempts = 2, FirstDelay = TimeSpan.Zero },
            ApproveTool = script.Approver switch
            {
                "approves" => (_, _) => new(new ToolApproval(Approved: true)),
                "denies" => (_, _) => new(new ToolApproval(Approved: false, "Not today")),
                "throws" => (_, _) => throw new InvalidOperationException("Nobody is in"),
                _ => null,
            },
        };
    }

    public Agent Agent { get; }

    public RunConfig Config { get; }

    public CancellationToken Token => _cancel.Token;

    public void Dispose() => _cancel.Dispose();

    // Every answer and every tool passes here; at one of them something strikes.
    private string Struck(string words)
    {
        if (Interlocked.Increment(ref _points) == _script.StrikesAt)
        {
            switch (_script.Strike)
            {
                case "cancel":
                    _cancel.Cancel();
                    break;
                case "timeout":
                    _time.Advance(TimeSpan.FromSeconds(99.5));
                    _time.Advance(TimeSpan.FromSeconds(1));
                    break;
                case "turn timeout":
                    _time.Advance(TimeSpan.FromSeconds(10));
                    break;
                case "failure":
                    throw new InvalidOperationException("Struck");
            }
        }

        return words;
    }

    private ScriptedReply Next()
    {
        Struck("");
        if (++_step >= _script.Steps.Count)
        {
            return ScriptedReply.Say("The end");
        }

        ScriptedStep step = _script.Steps[_step];
        return step.Failure switch
        {
            "transient" => ScriptedReply.Fail(new IOException("The line broke")),
            "final" => ScriptedReply.Fail(new InvalidOperationException("The model is broken")),
            _ => new ScriptedReply
            {
                Text = step.Text,
                ToolCalls =
                [
                    .. step.Calls.Select(call => new FunctionCallContent(
                        call.Id,
                        call.Tool,
                        new Dictionary<string, object?> { ["input"] = "x" }
                    )
                    {
                        Exception = call.IsMalformed ? new FormatException("cut off") : null,
                    }),
                ],
                Usage =
                    step.Tokens == 0 ? null : new UsageDetails { InputTokenCount = step.Tokens, OutputTokenCount = 1 },
            },
        };
    }

    // Heeds its token right after the strike, so that nothing depends on how the answer comes.
    private sealed class StrikingClient(ScriptRun run)
        : DelegatingChatClient(
            new ScriptedChatClient(
                (_, _) =>
                {
                    ScriptedReply reply = run.Next();
                    return run._stopped ? ScriptedReply.Fail(new OperationCanceledException()) : reply;
                }
            )
        );

    private bool _stopped => _points >= _script.StrikesAt && _script.Strike is not ("none" or "failure");
}
