using System.Text.Json.Nodes;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Generation.Output;

/// <summary>Entries as files of inputs hold them.</summary>
internal static class EntryJson
{
    /// <summary>The entry with the keys that <c>docs/formats/inputs.md</c> names; what is absent is left out.</summary>
    /// <param name="input">The entry.</param>
    /// <param name="redact">Takes secrets out of texts.</param>
    public static JsonObject Of(ExperimentInput input, Func<string, string> redact)
    {
        JsonObject entry = new() { ["id"] = input.Id, ["input"] = redact(input.Text) };
        if (input.Persona is not null)
        {
            entry["persona"] = input.Persona;
        }

        Set(entry, "expected", input.Expected);
        Set(entry, "metadata", input.Metadata);
        Set(entry, "scenario", input.Scenario);
        Set(entry, "notes", input.Notes);
        Set(entry, "expect", Expectation(input.Expect));
        if (input.Turns.Count > 0 || !input.SimulateAfterTurns)
        {
            entry["turns"] = Turns(input);
        }

        if (input.Approvals.Count > 0)
        {
            entry["approvals"] = new JsonArray([.. input.Approvals.Select(Approval)]);
        }

        return entry;
    }

    private static JsonArray Turns(ExperimentInput input)
    {
        JsonArray turns = [];
        foreach (ScriptedTurn turn in input.Turns)
        {
            JsonObject written = new() { ["user"] = turn.Text };
            Set(written, "expect", Expectation(turn.Expect));
            turns.Add((JsonNode)written);
        }

        if (input.SimulateAfterTurns)
        {
            turns.Add((JsonNode)"simulate");
        }

        return turns;
    }

    private static JsonObject Approval(ScriptedApproval approval)
    {
        JsonObject written = [];
        if (approval.Turn is { } turn)
        {
            written["turn"] = turn;
        }

        Set(written, "tool", approval.Tool);
        written["decision"] = approval.Decision.ToString().ToLowerInvariant();
        Set(written, "arguments", approval.Arguments);
        Set(written, "reason", approval.Reason);
        return written;
    }

    private static JsonObject? Expectation(TurnExpectation? expect)
    {
        if (expect is null)
        {
            return null;
        }

        JsonObject written = [];
        Set(written, "contains", expect.Contains);
        Set(written, "not_contains", expect.NotContains);
        Set(written, "equals", expect.EqualTo);
        Set(written, "regex", expect.Regex);
        Set(written, "tool_called", expect.ToolCalled);
        return written;
    }

    private static void Set(JsonObject written, string name, JsonNode? value)
    {
        if (value is not null)
        {
            written[name] = value.DeepClone();
        }
    }

    private static void Set(JsonObject written, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            written[name] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        }
    }
}
