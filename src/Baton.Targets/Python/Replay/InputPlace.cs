using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Python.Replay;

/// <summary>The place of the input in recorded calls.</summary>
internal static class InputPlace
{
    private const int MostKeysShown = 10;

    /// <summary>Says in which call the configured place is missing, how far its path leads and what is there.</summary>
    public static void Check(IReadOnlyList<RecordedCall> calls, ReplayRequest request, ConfigurationErrors errors)
    {
        if (request.Options.OverrideParamPath is not { } path)
        {
            return;
        }

        foreach (RecordedCall call in calls)
        {
            JsonElement root = RootOf(call);
            if (path.TryGet(root, out _))
            {
                continue;
            }

            int reached = 0;
            JsonElement last = root;
            while (DataPath.Of(path.Segments.Take(reached + 1)).TryGet(root, out JsonElement next))
            {
                last = next;
                reached++;
            }

            string parent = reached == 0 ? "the call" : $"`{DataPath.Of(path.Segments.Take(reached))}`";
            errors.Add(
                request.PlaceOf("override_param_path"),
                $"{ReplayRequest.Section}.override_param_path",
                $"`{path}` does not exist in the call recorded at {request.ShownAs}:{call.Line}: {parent} {Holds(last)}"
            );
            return;
        }
    }

    // What is given by position can be reached as a list named `args`, unless an argument has that name.
    private static JsonElement RootOf(RecordedCall call)
    {
        if (call.Positional is not { } positional || call.Named.TryGetProperty("args"u8, out _))
        {
            return call.Named;
        }

        JsonObject root = JsonObject.Create(call.Named)!;
        root["args"] = JsonArray.Create(positional);
        return JsonSerializer.SerializeToElement(root);
    }

    private static string Holds(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object when value.EnumerateObject().Any() =>
                $"has {string.Join(", ", value.EnumerateObject().Take(MostKeysShown).Select(member => $"`{member.Name}`"))}",
            JsonValueKind.Object => "is empty",
            JsonValueKind.Array => $"is a list of {value.GetArrayLength()}",
            JsonValueKind.String => "is a text",
            _ => $"is {value.GetRawText()}",
        };
}
