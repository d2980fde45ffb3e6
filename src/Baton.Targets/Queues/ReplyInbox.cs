using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Queues;

/// <summary>Sends requests and hands every reply to the request it answers. Thread-safe.</summary>
/// <remarks>Replies come in any order, late or twice; those to requests that are over are dropped.</remarks>
internal sealed class ReplyInbox(IRequestChannel channel, QueueRules rules) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, QueuedTurn> _open = new();
    private readonly SemaphoreSlim _opening = new(1);
    private readonly CancellationTokenSource _stop = new();

    // Numbers start anywhere, so that no two ends that share a reply queue use the same ones.
    private readonly long _first =
        BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (long.MaxValue >> 1);
    private long _last;
    private Task _receiving = Task.CompletedTask;
    private string? _replyTo;
    private bool _isDisposed;

    /// <summary>The request queue, for people.</summary>
    public string Name => channel.Name;

    /// <summary>Finds out whether the queues can be used.</summary>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        channel.ProbeAsync(cancellationToken);

    /// <summary>Sends the request of a turn.</summary>
    /// <exception cref="QueueException">The queues cannot be used.</exception>
    public async ValueTask<QueuedTurn> AskAsync(
        Turn turn,
        ConversationContext conversation,
        CancellationToken cancellationToken
    )
    {
        string replyTo = await OpenAsync(cancellationToken).ConfigureAwait(false);
        QueuedTurn asked = new(_first + Interlocked.Increment(ref _last), rules.DeltasWin);
        _open[asked.Number] = asked;
        try
        {
            asked.Message = RequestMessage.Write(
                asked.Number,
                replyTo,
                rules.TimeProvider.GetUtcNow() + rules.Timeout,
                turn,
                conversation
            );
            if (asked.Message.Body.Length > LineReader.LongestJson)
            {
                throw new QueueException(
                    new AgentError(
                        ErrorKind.Protocol,
                        $"the request is over {LineReader.LongestJson / 1024 / 1024} MiB; no worker would take it"
                    )
                );
            }

            asked.Sending = channel.SendAsync(asked.Message, asked.Abandoned).AsTask();
            await asked.Sending.WaitAsync(cancellationToken).ConfigureAwait(false);
            return asked;
        }
        catch
        {
            await EndAsync(asked).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A turn is over; a request that was not answered is taken out of the queue where that is possible.</summary>
    public async ValueTask EndAsync(QueuedTurn asked)
    {
        bool isUnanswered = _open.TryRemove(asked.Number, out _);
        asked.End(error: null);
        if (isUnanswered && asked is { Message: { } message, Sending: { } sending })
        {
            // A request whose sending was given up half-way may be in the queue all the same.
            await Farewell
                .SayAsync(async token =>
                {
                    string receipt = await sending.WaitAsync(token).ConfigureAwait(false);
                    return await channel.WithdrawAsync(message, receipt, token).ConfigureAwait(false);
                })
                .ConfigureAwait(false);
        }

        await asked.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        EndAll(error: null);
        await channel.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<string> OpenAsync(CancellationToken cancellationToken)
    {
        if (_replyTo is { } known && !_receiving.IsCompleted)
        {
            return known;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_receiving.IsCompleted)
            {
                _replyTo = await channel.OpenAsync(cancellationToken).ConfigureAwait(false);
                _receiving = ReceiveAsync();
            }

            return _replyTo!;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                await channel.ReceiveAsync(TakeAsync, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (QueueException gone)
        {
            EndAll(gone.Error);
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async ValueTask<bool> TakeAsync(QueueReply reply)
    {
        ReplyFields fields = ReplyFields.Read(reply.Body.Span);
        AgentLine line = Understand(reply, fields);
        if (fields.Request is not { } number)
        {
            return TakeUnaddressed(line, reply);
        }

        if (!_open.TryGetValue(number, out QueuedTurn? asked))
        {
            return IsOwn(number);
        }

        if (line is UnknownLine unknown)
        {
            if (!unknown.IsEmpty)
            {
                asked.AddLog(
                    Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, LineReader.LongestText)])
                );
            }
        }
        else if (await asked.AddAsync(line, fields.Sequence, _stop.Token).ConfigureAwait(false))
        {
            _open.TryRemove(number, out _);
        }

        return true;
    }

    private AgentLine Understand(QueueReply reply, ReplyFields fields)
    {
        AgentLine line = reply.IsCut
            ? new BrokenLine($"is over {LineReader.LongestJson / 1024 / 1024} MiB")
            : rules.Decoder.Decode(reply.Body);
        return line switch
        {
            BrokenLine broken => Failure(broken.Problem, reply),
            ApprovalLine => new EndLine(
                Answer: null,
                new AgentError(
                    ErrorKind.Protocol,
                    "the worker asks for approval of a tool call, which no queue carries back; decide by `context.auto_approve_tools`"
                )
            ),
            UnknownLine { IsEmpty: false } when !fields.HasType => Failure("has no `type`", reply),
            _ => line,
        };
    }

    // A reply that names nobody is the only waiting request's; where several wait it would be a guess.
    private bool TakeUnaddressed(AgentLine line, QueueReply reply)
    {
        string start = ProcessFailure.Start(reply.Body.Span);
        QueuedTurn[] waiting = [.. _open.Values];
        if (waiting is [QueuedTurn only])
        {
            AgentError error = line is EndLine { Error: { Kind: ErrorKind.Protocol } broken }
                ? broken
                : new AgentError(
                    ErrorKind.Protocol,
                    $"a worker replied without the request's `id`: {start}; send `id` back with every reply"
                );
            _open.TryRemove(only.Number, out _);
            only.End(error);
            return true;
        }

        foreach (QueuedTurn asked in waiting)
        {
            asked.AddLog($"a reply that answers no request was dropped: {start}");
        }

        return true;
    }

    private bool IsOwn(long number) => number > _first && number <= _first + Volatile.Read(ref _last);

    private void EndAll(AgentError? error)
    {
        foreach (QueuedTurn asked in _open.Values)
        {
            _open.TryRemove(asked.Number, out _);
            asked.End(error);
        }
    }

    private static EndLine Failure(string problem, QueueReply reply) =>
        new(
            Answer: null,
            new AgentError(
                ErrorKind.Protocol,
                $"a worker sent a reply that {problem}: {ProcessFailure.Start(reply.Body.Span)}; a reply is one JSON object with `type` and `id`"
            )
        );
}

/// <summary>What is the same for every turn of a queue target.</summary>
/// <param name="Decoder">Reads replies.</param>
/// <param name="DeltasWin">Whether deltas are the answer even if <c>final</c> has one.</param>
/// <param name="Timeout">The longest a turn may take; told to workers, kept by others.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record QueueRules(
    AgentLineDecoder Decoder,
    bool DeltasWin,
    TimeSpan Timeout,
    TimeProvider TimeProvider
);
