using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes.Conversations;

/// <summary>The items of a stream that come as lines of one request, as lines of the protocol.</summary>
/// <param name="rules">How items are understood.</param>
internal sealed class StreamedLines(StreamRules rules)
{
    private readonly DialectReading _reading = new(rules);

    /// <summary>How lines that are none of the protocol's are understood, or <see langword="null"/>.</summary>
    /// <param name="stream">The <c>stream:</c> section, or <see langword="null"/>.</param>
    /// <param name="textPath">Where the text stands, or <see langword="null"/>.</param>
    public static StreamRules? RulesOf(StreamOptions? stream, DataPath? textPath) =>
        stream is null
            ? null
            : new StreamRules
            {
                Stream = stream,
                TextPath = textPath,
                AlwaysJson = true,
            };

    /// <summary>What an item says; where it ends the stream, the last line ends the request.</summary>
    public IReadOnlyList<AgentLine> Read(JsonElement item)
    {
        _reading.Take("message", item);
        List<AgentLine> lines = Told();
        if (_reading.IsOver)
        {
            AddRest(lines);
            lines.Add(
                _reading.Outcome("the agent") switch
                {
                    FinalEvent final => new EndLine(
                        new AgentAnswer(_reading.Turn.Whole) { Raw = final.Raw, Metadata = final.Metadata },
                        Error: null
                    ),
                    ErrorEvent error => new EndLine(Answer: null, error.Error),
                    AgentEvent other => throw new InvalidOperationException($"`{other.Type}` is no outcome"),
                }
            );
        }

        return lines;
    }

    /// <summary>What was held back until the agent ended the request itself, and that end.</summary>
    public IReadOnlyList<AgentLine> End(EndLine end)
    {
        List<AgentLine> lines = [];
        _reading.Close(isSigned: end.Error is null, silence: null);
        AddRest(lines);
        lines.Add(
            end is { Answer: { Output: null } answer } && _reading.Turn.Whole is { } whole
                ? end with
                {
                    Answer = answer with { Output = whole },
                }
                : end
        );
        return lines;
    }

    private void AddRest(List<AgentLine> lines)
    {
        _reading.Finish();
        lines.AddRange(Told());
    }

    private List<AgentLine> Told() => [.. _reading.Turn.Events.Select(said => new EventLine(said))];
}
