using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>What the numbers of an experiment need to know about one run; the same from a trace as from its line on disk.</summary>
internal readonly record struct RunFacts
{
    public RunOutcome Outcome { get; init; }

    public string? Persona { get; init; }

    public string? ErrorKind { get; init; }

    public double? DurationMs { get; init; }

    public double? FirstOutputMs { get; init; }

    public int Turns { get; init; }

    public TokenCounts Tokens { get; init; }

    public decimal? Cost { get; init; }

    public TokenCounts SupervisorTokens { get; init; }

    public decimal? SupervisorCost { get; init; }

    public static RunFacts Of(RunTrace trace) =>
        new()
        {
            Outcome = trace.Outcome,
            Persona = trace.Persona,
            ErrorKind = trace.Error?.Kind,
            DurationMs = Rounded(trace.DurationMs),
            FirstOutputMs = Rounded(trace.FirstOutputMs),
            Turns = trace.Conversation?.TurnCount ?? 1,
            Tokens = TokenCounts.Of(trace.TokenUsage),
            Cost = trace.Cost,
            SupervisorTokens = TokenCounts.Of(trace.SupervisorTokenUsage),
            SupervisorCost = trace.SupervisorCost,
        };

    /// <summary>Reads a line of <c>trace_summary.jsonl</c>; <see langword="false"/> when it is not one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out RunFacts facts)
    {
        facts = new RunFacts { Turns = 1 };
        try
        {
            Utf8JsonReader json = new(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            bool hasOutcome = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref json, ref facts, ref hasOutcome);
            }

            return hasOutcome;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static void ReadProperty(ref Utf8JsonReader json, ref RunFacts facts, ref bool hasOutcome)
    {
        if (json.ValueTextEquals("outcome"u8))
        {
            json.Read();
            RunOutcome? outcome = OutcomeWords.Parse(json.ValueSpan);
            hasOutcome = outcome is not null;
            facts = facts with { Outcome = outcome ?? default };
        }
        else if (json.ValueTextEquals("persona"u8))
        {
            json.Read();
            facts = facts with { Persona = json.GetString() };
        }
        else if (json.ValueTextEquals("duration_ms"u8))
        {
            facts = facts with { DurationMs = ReadDouble(ref json) };
        }
        else if (json.ValueTextEquals("first_output_ms"u8))
        {
            facts = facts with { FirstOutputMs = ReadDouble(ref json) };
        }
        else if (json.ValueTextEquals("turn_count"u8))
        {
            json.Read();
            facts = facts with { Turns = json.GetInt32() };
        }
        else if (json.ValueTextEquals("tokens"u8))
        {
            facts = facts with { Tokens = TokenCounts.Read(ref json) };
        }
        else if (json.ValueTextEquals("supervisor_tokens"u8))
        {
            facts = facts with { SupervisorTokens = TokenCounts.Read(ref json) };
        }
        else if (json.ValueTextEquals("cost"u8))
        {
            facts = facts with { Cost = ReadDecimal(ref json) };
        }
        else if (json.ValueTextEquals("supervisor_cost"u8))
        {
            facts = facts with { SupervisorCost = ReadDecimal(ref json) };
        }
        else if (json.ValueTextEquals("error"u8))
        {
            facts = facts with { ErrorKind = ReadErrorKind(ref json) };
        }
        else
        {
            json.Read();
            json.Skip();
        }
    }

    private static double? ReadDouble(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetDouble();
    }

    private static decimal? ReadDecimal(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetDecimal();
    }

    private static string? ReadErrorKind(ref Utf8JsonReader json)
    {
        json.Read();
        string? kind = null;
        while (json.TokenType != JsonTokenType.Null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isKind = json.ValueTextEquals("kind"u8);
            json.Read();
            if (isKind)
            {
                kind = json.GetString();
            }
            else
            {
                json.Skip();
            }
        }

        return kind;
    }

    // The numbers of a resumed experiment come from its lines; rounding makes both ways agree.
    private static double? Rounded(double? value) =>
        value is { } number && double.IsFinite(number) ? Math.Round(number, 3) : null;
}
