using System.Text;
using Baton.Configuration.Secrets;

namespace Baton.Configuration.Writing;

/// <summary>Writes block-style YAML, two spaces a level.</summary>
internal sealed class YamlWriter(SecretRedactor redactor)
{
    private const int LongestSimpleKey = 512;
    private readonly StringBuilder _yaml = new();

    public void WriteRoot(ConfigurationNode node) => Write(node, 0, Position.LineStart, underSecretKey: false);

    public override string ToString() => _yaml.ToString();

    /// <summary>Where on a line a value begins.</summary>
    private enum Position
    {
        LineStart,
        AfterKey,
        AfterDash,
    }

    private void Write(ConfigurationNode node, int indent, Position position, bool underSecretKey)
    {
        switch (node)
        {
            case ConfigurationMapping { Entries.Count: > 0 } mapping:
                WriteMapping(mapping, indent, position, underSecretKey);
                break;
            case ConfigurationSequence { Items.Count: > 0 } sequence:
                WriteSequence(sequence, indent, position, underSecretKey);
                break;
            default:
                _yaml
                    .Append(position == Position.AfterKey ? " " : "")
                    .Append(Inline(node, indent, underSecretKey))
                    .Append('\n');
                break;
        }
    }

    private void WriteMapping(ConfigurationMapping mapping, int indent, Position position, bool underSecretKey)
    {
        if (position == Position.AfterKey)
        {
            _yaml.Append('\n');
        }

        bool onDashLine = position == Position.AfterDash;
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            _yaml.Append(' ', onDashLine ? 0 : indent);
            onDashLine = false;
            string key = YamlScalar.Key(entry.Key);
            if (key.Length <= LongestSimpleKey)
            {
                _yaml.Append(key).Append(':');
            }
            else
            {
                _yaml.Append("? ").Append(key).Append('\n').Append(' ', indent).Append(':');
            }

            Write(entry.Value, indent + 2, Position.AfterKey, underSecretKey || SecretNames.IsSecret(entry.Key));
        }
    }

    private void WriteSequence(ConfigurationSequence sequence, int indent, Position position, bool underSecretKey)
    {
        if (position != Position.LineStart)
        {
            _yaml.Append('\n');
        }

        foreach (ConfigurationNode item in sequence.Items)
        {
            bool nested = item is ConfigurationSequence { Items.Count: > 0 };
            _yaml.Append(' ', indent).Append(nested ? "-" : "- ");
            Write(item, indent + 2, Position.AfterDash, underSecretKey);
        }
    }

    private string Inline(ConfigurationNode node, int indent, bool underSecretKey) =>
        node switch
        {
            ConfigurationMapping => "{}",
            ConfigurationSequence => "[]",
            ConfigurationScalar scalar => YamlScalar.Value(
                scalar,
                ShownScalar.Of(scalar, underSecretKey, redactor),
                indent
            ),
            _ => "null",
        };
}
