using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Topologies.Execution;

/// <summary>What an agent said, read as far as it can be: text, and the JSON object in it.</summary>
internal sealed class AgentAnswer
{
    private const double ConfidenceUnsaid = 0.5;
    private static readonly string[] _contentNames = ["answer", "output", "response", "content", "result"];

    private AgentAnswer(string text, JsonObject? fields)
    {
        Text = text;
        Fields = fields;
    }

    /// <summary>All of it.</summary>
    public string Text { get; }

    /// <summary>The object it is, or holds; <see langword="null"/> when there is none.</summary>
    public JsonObject? Fields { get; }

    /// <summary>How sure the agent is, 0 to 1; 0.5 when it did not say.</summary>
    public double Confidence =>
        Fields?["confidence"] is JsonValue value && value.TryGetValue(out double confidence)
            ? Math.Clamp(confidence, 0, 1)
            : ConfidenceUnsaid;

    /// <summary>The answer proper: the member that holds it, or the text.</summary>
    public string Content
    {
        get
        {
            foreach (string name in _contentNames)
            {
                if (Fields?[name] is JsonValue value)
                {
                    return value.ToString();
                }
            }

            return Text;
        }
    }

    /// <summary>Reads an answer.</summary>
    public static AgentAnswer Of(string text) => new(text, Find(text));

    /// <summary>Reads the answer as a form.</summary>
    /// <exception cref="JsonException">It has not that form.</exception>
    public T As<T>() =>
        Fields is null
            ? throw new JsonException("there is no JSON object in it")
            : TopologyJson.Read<T>(Fields.ToJsonString());

    // Models put a fence or a sentence around it.
    private static JsonObject? Find(string text)
    {
        int start = text.IndexOf('{');
        int end = text.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text[start..(end + 1)]) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
