using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Streaming;

/// <summary>Reads one stream whose items a preset or paths explain. Not thread-safe.</summary>
internal sealed class DialectReading
{
    private readonly IStreamDialect? _preset;
    private readonly IStreamDialect? _paths;
    private string? _firstSilent;
    private string? _silence;
    private bool _isSigned;
    private bool _isFinished;

    /// <summary>Begins a stream.</summary>
    /// <param name="rules">How items are understood; its section is given.</param>
    /// <param name="dialect">Takes the place of the preset's where the caller wants to ask it later.</param>
    public DialectReading(StreamRules rules, IStreamDialect? dialect = null)
    {
        StreamOptions options = rules.Stream ?? new StreamOptions();
        _preset = dialect ?? (options.Preset is { } preset ? StreamDialects.Of(preset) : null);
        _paths =
            _preset is not null && !options.HasPaths && rules.TextPath is null && rules.ErrorPath is null
                ? null
                : new PathDialect(
                    options with
                    {
                        Error = options.Error ?? rules.ErrorPath,
                    },
                    options.Text ?? rules.TextPath,
                    knowsShapes: _preset is null
                );
    }

    /// <summary>What the stream said so far, and the events of the item read last.</summary>
    public StreamTurn Turn { get; } = new();

    /// <summary>Whether nothing more need be read.</summary>
    public bool IsOver => Turn.Error is not null || Turn.IsEnded;

    /// <summary>Reads an item; <see cref="StreamTurn.Events"/> then holds what it gave.</summary>
    /// <param name="name">The item's name.</param>
    /// <param name="data">The item.</param>
    /// <param name="number">Which item of the stream it is, from 1.</param>
    public void Take(string name, ReadOnlyMemory<byte> data, int number)
    {
        ReadOnlyMemory<byte> valid = Utf8Bytes.ForJson(data);
        try
        {
            using JsonDocument document = JsonDocument.Parse(valid, StreamInterpreter.Parsing);
            Take(name, document.RootElement);
        }
        catch (JsonException exception)
        {
            Turn.Clear();
            Turn.Fail(
                new AgentError(
                    ErrorKind.Protocol,
                    $"item {number} of the stream is no JSON: {exception.Message} "
                        + $"It begins: {Utf8Bytes.Start(data.Span)}"
                )
            );
        }

        if (!Turn.IsTouched)
        {
            _firstSilent ??= Utf8Bytes.Start(data.Span);
        }
    }

    /// <summary>Reads an item that is JSON already.</summary>
    public void Take(string name, JsonElement item)
    {
        Turn.Clear();
        _preset?.Read(item, name, Turn);
        if (!Turn.IsTouched)
        {
            _paths?.Read(item, name, Turn);
        }
    }

    /// <summary>Says how the stream ended.</summary>
    /// <param name="isSigned">Whether by <c>[DONE]</c>, or because it was one whole answer.</param>
    /// <param name="silence">Why there is nothing, where the stream itself shows it; or <see langword="null"/>.</param>
    public void Close(bool isSigned, string? silence) => (_isSigned, _silence) = (isSigned, silence);

    /// <summary>Lets out what was held back; call once, when no more items come.</summary>
    public void Finish()
    {
        Turn.Clear();
        if (!_isFinished)
        {
            _isFinished = true;
            if (Turn.Error is null && !IsCutOff)
            {
                Turn.CloseCalls();
            }

            _preset?.Finish(Turn);
        }
    }

    /// <summary>The outcome, after <see cref="Finish"/>.</summary>
    /// <param name="name">What was asked for, for messages.</param>
    public AgentEvent Outcome(string name)
    {
        if (Turn.Error is { } error)
        {
            return new ErrorEvent(error);
        }

        if (IsCutOff && _preset?.EndSign is { } sign && _silence is null && HasBegun)
        {
            return new ErrorEvent(
                new AgentError(ErrorKind.ConnectionLost, $"{name} ended its stream without {Quoted(sign)}")
                {
                    IsTransient = true,
                }
            );
        }

        if (Turn.Answer is { } answer)
        {
            return new FinalEvent(answer) { Raw = Turn.Raw, Metadata = Turn.Metadata };
        }

        string reason =
            _silence
            ?? (
                Turn.HasCalls ? "there were tool calls only; whoever runs the tools must also let the model answer"
                : _firstSilent is null ? "its items hold none"
                : $"the first item that says nothing is: {_firstSilent}; check `stream`"
            );
        return new ErrorEvent(new AgentError(ErrorKind.NoOutput, $"{name} ended its stream without text: {reason}"));
    }

    private bool IsCutOff => !_isSigned && !Turn.IsEnded && _preset?.EndSign is not null;

    private bool HasBegun => Turn.Answer is not null || Turn.HasCalls || _firstSilent is null;

    private static string Quoted(string sign) => sign.Contains(' ', StringComparison.Ordinal) ? sign : $"`{sign}`";
}
