using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>
/// The lines of one span without others, made in the plainest way from what the agent means: what the writer of lines has to
/// be equal to.
/// </summary>
internal sealed class SpanReference(SentSpan span, TurnSpan turn, SpanSource source, SecretRedactor redactor)
{
    private const int MostNested = 24;
    private readonly string _id = $"{span.Id:x16}";

    public List<JsonObject> Lines()
    {
        List<JsonObject> lines = [Start()];
        lines.AddRange(span.Events.OrderBy(happened => Math.Max(happened.Time, span.Start)).Select(Event));
        lines.Add(End());
        return lines;
    }

    private JsonObject Start()
    {
        JsonObject line = Line("span_start", span.Start);
        AddTold(line, "input", AttributeRole.Input);
        JsonObject attributes = [];
        foreach ((string name, object? value) in span.Attributes)
        {
            if (name != Told(AttributeRole.Input)?.Name && name != Told(AttributeRole.Output)?.Name)
            {
                attributes[Masked(name)] = Json(value, 0);
            }
        }

        AddIfAny(attributes, "service.name", source.Service);
        AddIfAny(attributes, "otel.scope.name", source.Scope);
        if (attributes.Count > 0)
        {
            line["attributes"] = attributes;
        }

        return line;
    }

    private JsonObject End()
    {
        JsonObject line = Line("span_end", Math.Max(span.Start, span.End));
        AddTold(line, "output", AttributeRole.Output);
        AddIfAny(line, "error", Error());
        JsonObject account = [];
        AddIfAny(account, "model", Kind() == "tool" ? null : Text(AttributeRole.Model));
        AddCount(account, "input_tokens", AttributeRole.InputTokens);
        AddCount(account, "output_tokens", AttributeRole.OutputTokens);
        AddCount(account, "total_tokens", AttributeRole.TotalTokens);
        if (account.Count > 0)
        {
            line["attributes"] = account;
        }

        return line;
    }

    private JsonObject Event(SentEvent happened)
    {
        JsonObject line = new()
        {
            ["trace_id"] = "trace_1",
            ["type"] = "event",
            ["parent_span_id"] = _id,
            ["name"] = Masked(happened.Name),
            ["kind"] = "event",
            ["timestamp"] = Time(happened.Time),
        };
        if (happened.Attributes.Count > 0)
        {
            line["attributes"] = Json(happened.Attributes, 0);
        }

        return line;
    }

    private JsonObject Line(string type, ulong time) =>
        new()
        {
            ["trace_id"] = "trace_1",
            ["type"] = type,
            ["span_id"] = _id,
            ["parent_span_id"] = turn.Span,
            ["name"] = Masked(
                (Kind() == "tool" ? Text(AttributeRole.Tool) : null) ?? (span.Name.Length > 0 ? span.Name : Kind())
            ),
            ["kind"] = Kind(),
            ["timestamp"] = Time(time),
        };

    private string Kind() =>
        KindOf(Text(AttributeRole.Operation))
        ?? KindOf(Text(AttributeRole.Kind))
        ?? (
            Text(AttributeRole.Tool) is not null ? "tool"
            : Text(AttributeRole.Model) is not null ? "generation"
            : Text(AttributeRole.Agent) is not null ? "agent"
            : span.Side is SpanSide.Unknown or SpanSide.Internal ? "chain"
            : span.Side.ToString().ToLowerInvariant()
        );

    private string? Error()
    {
        if (span.Failed == false)
        {
            return null;
        }

        if (span.Failed == true && !string.IsNullOrEmpty(span.StatusMessage))
        {
            return span.StatusMessage;
        }

        SentEvent? exception = span.Events.LastOrDefault(happened => happened.Name == "exception");
        string?[] told =
        [
            Text(exception?.Attributes, "exception.type")
                ?? (span.Failed == true ? Text(span.Attributes, "error.type") : null),
            Text(exception?.Attributes, "exception.message"),
        ];
        string joined = string.Join(": ", told.Where(text => text is not null));
        return joined.Length > 0 ? joined
            : span.Failed == true || exception is not null ? "failed"
            : null;
    }

    private (string Name, object? Value)? Told(AttributeRole role)
    {
        var ranked = span
            .Attributes.Where(attribute => attribute.Value is not null)
            .Select(attribute => (Known: GenAiNames.Find(Encoding.UTF8.GetBytes(attribute.Name)), attribute))
            .Where(found => found.Known?.Role == role)
            .OrderBy(found => found.Known!.Rank)
            .ToList();
        return ranked.Count == 0 ? null : ranked[0].attribute;
    }

    private string? Text(AttributeRole role) => Told(role)?.Value is string { Length: > 0 } text ? text : null;

    private static string? Text(SentAttributes? attributes, string name) =>
        attributes?.FirstOrDefault(facts => facts.Name == name && facts.Value is string { Length: > 0 }).Value
        as string;

    private static string? KindOf(string? word) =>
        word is null ? null : GenAiNames.KindOf(Encoding.UTF8.GetBytes(word));

    private void AddTold(JsonObject line, string name, AttributeRole role)
    {
        if (Told(role)?.Value is { } value)
        {
            line[name] = value is string text && Parsed(text) is { } json ? Masked(json) : Json(value, 0);
        }
    }

    private void AddIfAny(JsonObject line, string name, string? value)
    {
        if (value is not null)
        {
            line[name] = Masked(value);
        }
    }

    private void AddCount(JsonObject line, string name, AttributeRole role)
    {
        long? count = Told(role)?.Value switch
        {
            long number => number,
            double number and < long.MaxValue and > long.MinValue => (long)Math.Floor(number),
            string text when long.TryParse(text, out long number) => number,
            _ => null,
        };
        if (count >= 0)
        {
            line[name] = count;
        }
    }

    private DateTime Time(ulong nanoseconds) =>
        nanoseconds != 0 ? DateTime.UnixEpoch.AddTicks((long)(nanoseconds / 100))
        : span.Start != 0 ? Time(span.Start)
        : turn.Start.UtcDateTime;

    private string Masked(string text) => redactor.Redact(text);

    private JsonNode? Masked(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.Select(item => KeyValuePair.Create(Masked(item.Key), Masked(item.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Masked)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Masked(value.GetValue<string>()),
            _ => node?.DeepClone(),
        };

    private JsonNode? Json(object? value, int depth) =>
        value switch
        {
            null => null,
            string text => Masked(text),
            bool truth => truth,
            long number => number,
            double number => double.IsFinite(number) ? number : $"{number}",
            byte[] bytes => Convert.ToBase64String(bytes),
            _ when depth >= MostNested => null,
            SentAttributes set => new JsonObject(
                set.Select(item => KeyValuePair.Create(Masked(item.Name), Json(item.Value, depth + 1)))
            ),
            IReadOnlyList<object?> list => new JsonArray([.. list.Select(item => Json(item, depth + 1))]),
            _ => throw new ArgumentException($"{value.GetType()} is no value", nameof(value)),
        };

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
