using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>Values as Python writes them.</summary>
internal static class PythonText
{
    private const int Widest = 100;
    private const string Indent = "    ";

    /// <summary>A text in double quotes.</summary>
    public static string Of(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char letter in text)
        {
            literal.Append(
                letter switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsControl(letter) || letter is '\u2028' or '\u2029' => string.Create(
                        CultureInfo.InvariantCulture,
                        $"\\u{(int)letter:x4}"
                    ),
                    _ => letter.ToString(),
                }
            );
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A list of texts on one line.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(text => Of(text)))}]";

    /// <summary>JSON as Python, over several lines where one is too short.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="room">The columns before it on its first line.</param>
    public static string Of(JsonNode? value, int room = 0) => Of(value, room, indent: "");

    private static string Of(JsonNode? value, int room, string indent)
    {
        string line = Line(value);
        if (indent.Length + room + line.Length <= Widest || value is not (JsonObject or JsonArray))
        {
            return line;
        }

        string inner = indent + Indent;
        StringBuilder lines = new();
        if (value is JsonObject mapping)
        {
            foreach ((string key, JsonNode? item) in mapping)
            {
                string start = $"{Of(key)}: ";
                lines.Append(inner).Append(start).Append(Of(item, start.Length + 1, inner)).Append(",\n");
            }

            return $"{{\n{lines}{indent}}}";
        }

        foreach (JsonNode? item in (JsonArray)value)
        {
            lines.Append(inner).Append(Of(item, 1, inner)).Append(",\n");
        }

        return $"[\n{lines}{indent}]";
    }

    private static string Line(JsonNode? value) =>
        value switch
        {
            null => "None",
            JsonObject mapping =>
                $"{{{string.Join(", ", mapping.Select(member => $"{Of(member.Key)}: {Line(member.Value)}"))}}}",
            JsonArray list => $"[{string.Join(", ", list.Select(Line))}]",
            _ => value.GetValueKind() switch
            {
                JsonValueKind.True => "True",
                JsonValueKind.False => "False",
                JsonValueKind.String => Of(value.GetValue<string>()),
                _ => value.ToJsonString(),
            },
        };
}
