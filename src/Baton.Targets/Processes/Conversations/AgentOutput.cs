using System.Text;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Streaming;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Reads a process's standard output and hands each line to the request it answers.</summary>
/// <remarks>Until the process is ready every line is a log. It waits while the turn a line belongs to is behind, so that an agent without end needs no memory.</remarks>
internal sealed class AgentOutput(IProgram child, ProcessLaunch launch, OpenRequests requests, Task ready) : IDisposable
{
    private static readonly TimeSpan LateOutput = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _over = new();
    private long _reads;
    private volatile bool _isWaiting;

    /// <summary>Is given every line that is not part of the protocol.</summary>
    public required Action<string> Printed { get; init; }

    /// <summary>Is called once a request got its last line.</summary>
    public required Action<AgentRequest> Ended { get; init; }

    /// <summary>Is called for every line that names a request.</summary>
    public required Action Identified { get; init; }

    /// <summary>Is called with the last line of a request that nobody waits for.</summary>
    public required Action<long> EndedLate { get; init; }

    /// <summary>The start of the last line of unknown type, or <see langword="null"/>.</summary>
    public string? UnknownLine { get; private set; }

    /// <summary>Reads until the output is over.</summary>
    /// <returns>How the agent broke the protocol, which ends the reading, or <see langword="null"/>.</returns>
    public async Task<AgentError?> ReadAsync()
    {
        Task watching = EndAfterExitAsync();
        AgentError? problem = null;
        using LineReader lines = new(child.Output);
        try
        {
            do
            {
                _isWaiting = false;
                while (problem is null && lines.TryRead(out OutputLine line))
                {
                    problem =
                        line.Kind == OutputLineKind.Json && ready.IsCompleted
                            ? await TakeJsonAsync(line.Bytes).ConfigureAwait(false)
                            : TakeOther(line);
                }

                _reads++;
                _isWaiting = true;
            } while (problem is null && await lines.FillAsync(_enough.Token).ConfigureAwait(false));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The pipe broke, or a stranger holds it open.
        }

        await _over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return problem;
    }

    /// <summary>Lets go of everything, after the reading has ended.</summary>
    public void Dispose()
    {
        _over.Dispose();
        _enough.Dispose();
    }

    private AgentError? TakeOther(OutputLine line)
    {
        if (line.Kind == OutputLineKind.TooLong && requests.Count > 0)
        {
            return ProcessFailure.Protocol($"is over {LineReader.LongestJson / 1024 / 1024} MiB", line.Bytes.Span);
        }

        string text = Encoding.UTF8.GetString(line.Bytes.Span);
        requests.Only?.AddLog(text, "stdout");
        Printed(text);
        return null;
    }

    private async ValueTask<AgentError?> TakeJsonAsync(ReadOnlyMemory<byte> bytes)
    {
        AgentLine line = launch.Decoder.Decode(bytes);
        if (line.Request is not null && launch.SendsIds)
        {
            Identified();
        }

        switch (line)
        {
            case BrokenLine broken:
                return requests.Count == 0 ? null : ProcessFailure.Protocol(broken.Problem, bytes.Span);
            case UnknownLine unknown:
                TakeUnknown(unknown, bytes);
                return null;
            default:
                if (!requests.TryRoute(launch.SendsIds ? line.Request : null, out AgentRequest? request))
                {
                    return ProcessFailure.Unaddressed(bytes.Span);
                }

                return request is null || launch.Stream is not { } rules
                    ? await HandOverAsync(line, request).ConfigureAwait(false)
                    : await ExplainAsync(line, request, rules).ConfigureAwait(false);
        }
    }

    private async ValueTask<AgentError?> ExplainAsync(AgentLine line, AgentRequest request, StreamRules rules)
    {
        foreach (AgentLine said in request.Explain(line, rules))
        {
            if (await HandOverAsync(said, request).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async ValueTask<AgentError?> HandOverAsync(AgentLine line, AgentRequest? request)
    {
        if (request is null)
        {
            if (line is EndLine && line.Request is { } late)
            {
                EndedLate(late);
            }

            return null;
        }

        if (line is EndLine end)
        {
            if (line.Request is null)
            {
                await child.SettleStderrAsync(SettlingTime(end)).ConfigureAwait(false);
            }

            requests.Remove(request);
        }

        await request.AddAsync(line, _enough.Token).ConfigureAwait(false);
        if (line is EndLine)
        {
            request.End(outcome: null);
            Ended(request);
        }

        return null;
    }

    // A read that is over in the kernel may take a moment to reach the tail. Agents that are quiet and reused do not wait.
    private TimeSpan SettlingTime(EndLine end) =>
        end.Error is not null ? TimeSpan.FromMilliseconds(5)
        : !launch.SendsIds || child.TellingStderrLine is not null ? TimeSpan.FromMilliseconds(1)
        : TimeSpan.Zero;

    private void TakeUnknown(UnknownLine unknown, ReadOnlyMemory<byte> bytes)
    {
        if (!unknown.IsEmpty)
        {
            UnknownLine = ProcessFailure.Start(bytes.Span);
            requests.Only?.AddLog(
                Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, LineReader.LongestText)]),
                "stdout"
            );
        }
    }

    private async Task EndAfterExitAsync()
    {
        try
        {
            await child.Exit.WaitAsync(_over.Token).ConfigureAwait(false);
            long reads;
            do
            {
                reads = Interlocked.Read(ref _reads);
                await Task.Delay(LateOutput, launch.Program.TimeProvider, _over.Token).ConfigureAwait(false);
            } while (!_isWaiting || reads != Interlocked.Read(ref _reads));

            await _enough.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The output ended in good time.
        }
    }
}
