using System.Threading.Channels;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Streaming;

namespace Baton.Targets.Processes.Conversations;

/// <summary>One input given to a process and what the process says to it, in order, until it ends.</summary>
/// <remarks>Lines come from the process's reader; one turn takes them out. A turn that is slow makes the reader wait.</remarks>
internal sealed class AgentRequest(AgentProcess process, long number, bool isAlone)
{
    private const int MostWaiting = 256;
    private const int MostLogs = 1000;

    private readonly Channel<AgentLine> _lines = Channel.CreateBounded<AgentLine>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    private StreamedLines? _items;
    private int _logs;
    private int _isAlone = isAlone ? 1 : 0;

    /// <summary>The process that answers.</summary>
    public AgentProcess Process { get; } = process;

    /// <summary>The number on the wire.</summary>
    public long Number { get; } = number;

    /// <summary>Whether the agent said anything to it.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>How it ended where no line of the agent ended it; set before the lines are over.</summary>
    public AgentEvent? Outcome { get; private set; }

    /// <summary>
    /// Whether the process, having answered others, ended in peace without a word to this request: a program that does
    /// one turn and exits. The input may then be given to another process.
    /// </summary>
    public bool MayMoveOn { get; private set; }

    /// <summary>Takes the next line that is there already.</summary>
    public bool TryTake(out AgentLine? line) => _lines.Reader.TryRead(out line);

    /// <summary>Waits for a line; <see langword="false"/> when there are no more.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _lines.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Adds what the agent said; waits while the turn is behind.</summary>
    public ValueTask AddAsync(AgentLine line, CancellationToken cancellationToken)
    {
        IsAnswered = true;
        return _lines.Writer.TryWrite(line) ? ValueTask.CompletedTask : WaitToAddAsync(line, cancellationToken);
    }

    /// <summary>Puts what the items of a stream say in their place; what the protocol says itself stays as it is.</summary>
    /// <param name="line">A line of the agent's.</param>
    /// <param name="rules">How items are understood.</param>
    public IReadOnlyList<AgentLine> Explain(AgentLine line, StreamRules rules)
    {
        switch (line)
        {
            case ItemLine { Item: var item }:
                _items ??= new StreamedLines(rules);
                return _items.Read(item);
            case EndLine end when _items is not null:
                return _items.End(end);
            default:
                return [line];
        }
    }

    /// <summary>Adds a line that was printed; never waits: past 1,000 lines, or when the turn is behind, it is left out.</summary>
    public void AddLog(string text, string source)
    {
        int count = Interlocked.Increment(ref _logs);
        if (count <= MostLogs)
        {
            _lines.Writer.TryWrite(
                new EventLine(new LogEvent(count < MostLogs ? text : "further lines of this turn are left out", source))
            );
        }
    }

    /// <summary>No more lines come.</summary>
    /// <param name="outcome">How it ended, or <see langword="null"/> when a line said so or nobody listens any more.</param>
    /// <param name="mayMoveOn">See <see cref="MayMoveOn"/>.</param>
    public void End(AgentEvent? outcome, bool mayMoveOn = false)
    {
        Outcome ??= outcome;
        MayMoveOn = mayMoveOn;
        _lines.Writer.TryComplete();
    }

    /// <summary>Whether this request had the process for itself; asked once, it has it no longer.</summary>
    public bool GiveWay() => Interlocked.Exchange(ref _isAlone, 0) == 1;

    private async ValueTask WaitToAddAsync(AgentLine line, CancellationToken cancellationToken)
    {
        do
        {
            if (!await _lines.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        } while (!_lines.Writer.TryWrite(line));
    }
}
