using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>A model's answer as it comes: read it to its end, then take the step. Never throws for what the model does.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "DisposeAsync takes the source and disposes it")]
internal sealed class ModelStream(RunState run, RunOutput? output) : IAsyncDisposable
{
    private readonly ModelAttempts _attempts = new(run);
    private readonly StreamedMessage _message = new();
    private ModelRequest? _request;
    private GuardedStream<ChatResponseUpdate>? _source;
    private ModelCallTrace? _trace;
    private IList<AIContent>? _contents;
    private int _next;
    private bool _began;
    private bool _isSpent;

    /// <summary>What happened, after <see cref="MoveNextAsync"/>.</summary>
    public AgentEvent Current { get; private set; } = null!;

    /// <summary>What came of it, after the end of the stream.</summary>
    public ModelStep Step { get; private set; }

    /// <summary>The next event; false at the end.</summary>
    public ValueTask<bool> MoveNextAsync()
    {
        while (true)
        {
            if (TakeContent())
            {
                return new ValueTask<bool>(true);
            }

            if (_source is null)
            {
                return MoveOnAsync(default, isMoving: false);
            }

            ValueTask<bool> move;
            try
            {
                move = _source.MoveNextAsync();
            }
            catch (Exception error)
            {
                move = ValueTask.FromException<bool>(error);
            }

            if (!move.IsCompletedSuccessfully)
            {
                return MoveOnAsync(move, isMoving: true);
            }

            if (!move.Result)
            {
                return MoveOnAsync(new ValueTask<bool>(false), isMoving: true);
            }

            Take(_source.Current);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            // Nobody reads on: whoever looked at the run has left.
            run.Clock.Stop();
        }

        await CloseAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseAsync()
    {
        _trace?.Dispose();
        _trace = null;
        if (_source is { } source)
        {
            _source = null;

            // The answer is complete or given up; how its stream closes changes nothing.
            await source
                .DisposeAsync()
                .OrAbandoned(run.Clock.Token)
                .AsTask()
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveOnAsync(ValueTask<bool> move, bool isMoving)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (!isMoving)
                    {
                        await OpenAsync().ConfigureAwait(false);
                        move = _source!.MoveNextAsync();
                    }

                    while (await move.ConfigureAwait(false))
                    {
                        Take(_source!.Current);
                        if (TakeContent())
                        {
                            return true;
                        }

                        move = _source.MoveNextAsync();
                    }

                    await EndAsync().ConfigureAwait(false);
                    return false;
                }
                catch (Exception error)
                {
                    _trace?.Failed(error);
                    await CloseAsync().ConfigureAwait(false);
                    if (
                        _began
                        || _isSpent
                        || _request is null
                        || !await _attempts.AgainAsync(error).ConfigureAwait(false)
                    )
                    {
                        throw;
                    }

                    isMoving = false;
                }
            }
        }
        catch (Exception error)
        {
            KeepPartial();
            Step = ModelStep.Ended(run.EndBy(error));
            return false;
        }
    }

    private async ValueTask OpenAsync()
    {
        _request = _request is null
            ? await ModelPhase.PrepareAsync(run, output).ConfigureAwait(false)
            : _request with
            {
                Options = _request.Options.Clone(),
            };
        _trace = run.Telemetry?.StartModelCall(_attempts.Model, _request, streams: true);
        CancellationToken token = run.Clock.Token;
        _source = new GuardedStream<ChatResponseUpdate>(
            _attempts.Model.Client.GetStreamingResponseAsync(_request.Messages, _request.Options, token),
            token
        );
    }

    private void Take(ChatResponseUpdate update)
    {
        _began = true;
        _message.Take(update);
        _contents = update.Contents;
        _next = 0;
    }

    private bool TakeContent()
    {
        while (_next < _contents?.Count)
        {
            AIContent content = _contents[_next++];
            _message.Take(content);
            AgentEvent? happened = content switch
            {
                TextContent { Text: { Length: > 0 } text } => new TextEvent(text),
                TextReasoningContent { Text: { Length: > 0 } text } => new ReasoningEvent(text),
                ToolArgumentsDelta piece => new ToolArgumentsEvent(piece.CallId, piece.ToolName, piece.Delta),
                _ => null,
            };
            if (happened is not null)
            {
                _trace?.Received();
                Current = happened;
                return true;
            }
        }

        return false;
    }

    private async ValueTask EndAsync()
    {
        ChatMessage answer = _message.Build();
        _isSpent = true;
        Usage? usage = ModelPhase.Spend(run, _attempts.Model, _message.Usage);
        _trace?.Ended([answer], _message.ModelId, _message.FinishReason, usage);
        Step = await ModelPhase.FinishAsync(run, ModelStep.Of(answer, _attempts.Model), usage).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    // Words that were shown are kept; calls that were not finished are not.
    private void KeepPartial()
    {
        if (_message.Text is { } text && !string.IsNullOrWhiteSpace(text))
        {
            run.LastText = text;
            run.Messages.Add(new ChatMessage(ChatRole.Assistant, text));
        }

        if (!_isSpent && _message.Usage is { } usage)
        {
            ModelPhase.Spend(run, _attempts.Model, usage);
        }
    }
}
