using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Streaming;

/// <summary>What a stream said so far, and the events of its last item. Not thread-safe.</summary>
internal sealed class StreamTurn
{
    private readonly List<AgentEvent> _events = [];
    private readonly StringBuilder _text = new();
    private readonly OpenToolCalls _calls = new();
    private bool _isBroken;

    /// <summary>The events since <see cref="Clear"/>.</summary>
    public IReadOnlyList<AgentEvent> Events => _events;

    /// <summary>Whether the last item said anything, be it only a piece of a tool call.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Why the agent failed, or <see langword="null"/>.</summary>
    public AgentError? Error { get; private set; }

    /// <summary>Whether the stream said that it is over.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The answer: the whole one where the stream gave it, otherwise the text so far.</summary>
    public string? Answer => Whole ?? (_text.Length > 0 ? _text.ToString() : null);

    /// <summary>The whole answer where an item gave it.</summary>
    public string? Whole { get; set; }

    /// <summary>The answer as data where it is more than text, or <see langword="null"/>.</summary>
    public JsonElement? Raw { get; set; }

    /// <summary>What to keep with the trace beside the answer, or <see langword="null"/>.</summary>
    public JsonElement? Metadata { get; set; }

    /// <summary>Whether tools were called.</summary>
    public bool HasCalls => _calls.Last is not null;

    /// <summary>Forgets the events, before the next item.</summary>
    public void Clear()
    {
        _events.Clear();
        IsTouched = false;
    }

    /// <summary>Says that the item was understood though it gives nothing.</summary>
    public void Touch() => IsTouched = true;

    /// <summary>Adds a piece of the answer.</summary>
    public void Text(string? piece)
    {
        if (string.IsNullOrEmpty(piece))
        {
            return;
        }

        if (_isBroken && _text.Length > 0)
        {
            int ends =
                _text[^1] != '\n' ? 2
                : _text.Length > 1 && _text[^2] == '\n' ? 0
                : 1;
            piece = string.Concat(new string('\n', ends), piece);
        }

        _isBroken = false;
        _text.Append(piece);
        Add(new TextEvent(piece));
    }

    /// <summary>Sets what comes next apart from the text so far, by an empty line.</summary>
    public void Break() => _isBroken = true;

    /// <summary>Adds a piece of the model's reasoning.</summary>
    public void Reasoning(string? piece)
    {
        if (!string.IsNullOrEmpty(piece))
        {
            Add(new ReasoningEvent(piece));
        }
    }

    /// <summary>A tool call begins, or more is known about it; its arguments come in pieces.</summary>
    public void OpenCall(string key, string? id, string? name)
    {
        _calls.Open(key, id, name);
        Touch();
        Break();
    }

    /// <summary>Whether a call with this key is open.</summary>
    public bool IsOpen(string key) => _calls.IsOpen(key);

    /// <summary>A piece of a tool call's arguments.</summary>
    public void CallPiece(string key, string? piece)
    {
        Touch();
        if (!_calls.Append(key, piece))
        {
            Fail(
                new AgentError(
                    ErrorKind.Protocol,
                    $"a tool call's arguments are over {StreamedAnswer.LargestItem / 1024 / 1024} MiB"
                )
            );
        }
    }

    /// <summary>A tool call's arguments are all there.</summary>
    public void CloseCall(string key)
    {
        Touch();
        if (_calls.Close(key) is { } call)
        {
            Add(call);
        }
    }

    /// <summary>Every open tool call is whole.</summary>
    public void CloseCalls()
    {
        foreach (ToolCallEvent call in _calls.CloseAll())
        {
            Add(call);
        }
    }

    /// <summary>A whole tool call; left out when it was told before.</summary>
    /// <param name="id">What ties it to its result, or <see langword="null"/>.</param>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">The arguments, as JSON or as a string of JSON; <see langword="default"/> for none.</param>
    /// <param name="key">What its pieces carried, where there were any; default the identifier.</param>
    public void Call(string? id, string? name, JsonElement arguments, string? key = null)
    {
        key ??= id ?? "";
        OpenCall(key, id, name);
        if (arguments.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            _calls.Replace(key, arguments);
        }

        CloseCall(key);
    }

    /// <summary>A tool answered.</summary>
    /// <param name="id">The call; <see langword="null"/> for the last one.</param>
    /// <param name="result">What came back, as JSON or as a string of JSON; <see langword="default"/> for nothing.</param>
    /// <param name="error">Why it failed, or <see langword="null"/>.</param>
    public void Result(string? id, JsonElement result, string? error = null)
    {
        if (id is null)
        {
            CloseCalls();
        }
        else if (_calls.CloseId(id) is { } call)
        {
            Add(call);
        }

        Break();
        Add(new ToolResultEvent(id ?? _calls.Last ?? "", error is null ? ToolOutput.Of(result) : null, error));
    }

    /// <summary>Tokens of one model call.</summary>
    public void Usage(Usage? usage, string? model)
    {
        Touch();
        if (usage is not null)
        {
            Add(new UsageEvent(usage, model));
        }
    }

    /// <summary>A line about the work, no part of the answer.</summary>
    public void Log(string? message, string source)
    {
        if (!string.IsNullOrWhiteSpace(message))
        {
            Add(new LogEvent(message, source));
        }
    }

    /// <summary>The agent said that it failed; the stream is over.</summary>
    public void Fail(string? message, JsonElement details = default)
    {
        CloseCalls();
        Fail(
            new AgentError(
                ErrorKind.Agent,
                string.IsNullOrWhiteSpace(message) ? "the agent reported an error without saying which" : message
            )
            {
                Details = details.ValueKind == JsonValueKind.Object ? JsonObject.Create(details.Clone()) : null,
            }
        );
    }

    /// <summary>The turn failed; the stream is over. Tool calls that are still open were never made.</summary>
    public void Fail(AgentError error)
    {
        Touch();
        Error ??= error;
    }

    /// <summary>The stream said that it is over.</summary>
    public void End()
    {
        Touch();
        CloseCalls();
        IsEnded = true;
    }

    private void Add(AgentEvent item)
    {
        Touch();
        _events.Add(item);
    }
}
