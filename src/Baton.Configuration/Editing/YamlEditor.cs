using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Configuration.Editing;

/// <summary>
/// Sets keys of a top-level section in the text of a YAML file; comments, order, quotes and spacing of everything else
/// stay as they are.
/// </summary>
public static class YamlEditor
{
    /// <summary>
    /// Sets a key to a single value: in place when it is written, in place of a line that is commented out, else as a new
    /// line of the section; a section that is not there is put in place of one that is commented out, else at the end.
    /// </summary>
    /// <param name="text">The file's text; LF or CRLF.</param>
    /// <param name="section">The section.</param>
    /// <param name="key">The key in it.</param>
    /// <param name="value">The value as it is written in YAML, on one line.</param>
    /// <returns>The new text, or <see langword="null"/> where the file is written in a way that has to be edited by hand.</returns>
    public static string? Set(string text, string section, string key, string value)
    {
        if (Parse(text) is not { } before)
        {
            return null;
        }

        foreach (Func<string?> edit in Edits(text, before, section, key, value))
        {
            if (edit() is { } edited && IsJustThat(before, Parse(edited), section, key, value))
            {
                return edited;
            }
        }

        return null;
    }

    private static IEnumerable<Func<string?>> Edits(
        string text,
        ConfigurationMapping root,
        string section,
        string key,
        string value
    )
    {
        YamlLines lines = new(text);
        ConfigurationEntry? written = root[section];
        if (written is null)
        {
            return
            [
                () => lines.Uncomment(section) is { } open ? Set(open, section, key, value) : null,
                () => lines.Append($"{section}:", $"  {key}: {value}"),
            ];
        }

        return written.Value switch
        {
            ConfigurationMapping inner when inner[key] is { } entry =>
            [
                () => lines.Replace(entry, value, inFlow: lines.At(inner.Place) == '{'),
            ],
            ConfigurationMapping inner when lines.At(inner.Place) == '{' =>
            [
                () => lines.Insert(inner.Place, $"{key}: {value}{(inner.Entries.Count > 0 ? ", " : "")}"),
            ],
            ConfigurationMapping inner => [() => lines.Add(written, inner.Entries[0].KeyPlace.Column - 1, key, value)],
            ConfigurationScalar { Kind: ScalarKind.Null } =>
            [
                () => lines.Add(written, written.KeyPlace.Column + 1, key, value),
            ],
            _ => [],
        };
    }

    /// <summary>Whether the edit changed that one key and nothing else.</summary>
    private static bool IsJustThat(
        ConfigurationMapping before,
        ConfigurationMapping? after,
        string section,
        string key,
        string value
    )
    {
        if (after is null || Parse($"value: {value}") is not { } expected)
        {
            return false;
        }

        JsonObject wanted = ConfigurationJson.ToJson(before)!.AsObject();
        JsonObject inner = wanted[section] as JsonObject ?? [];
        inner[key] = ConfigurationJson.ToJson(expected["value"]!.Value);
        if (inner.Parent is null)
        {
            wanted[section] = inner;
        }

        return JsonNode.DeepEquals(wanted, ConfigurationJson.ToJson(after));
    }

    private static ConfigurationMapping? Parse(string text)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? root = ConfigurationText.Parse(
            "",
            Encoding.UTF8.GetBytes(text),
            ConfigurationFormat.Yaml,
            errors
        );
        return errors.IsEmpty ? root as ConfigurationMapping : null;
    }
}
