using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Baton.Configuration;

namespace Baton.Targets.Templates;

/// <summary>Reads templates from configuration and from JSON.</summary>
internal static class TemplateReader
{
    private static readonly JsonDocumentOptions _json = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a piece of configuration; a text that is a JSON object or list is read as that.</summary>
    /// <returns>The piece, or <see langword="null"/> when an error was added.</returns>
    public static TemplateNode? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        if (node is ConfigurationScalar { Kind: ScalarKind.Text } scalar)
        {
            return Guarded(scalar, key, errors, () => ReadRootText(scalar.Text));
        }

        return ReadPiece(node, key, errors);
    }

    /// <summary>Reads a text as the whole of a template.</summary>
    /// <exception cref="FormatException">The text begins like a JSON object and is none, or a path is wrong.</exception>
    public static TemplateNode ReadRootText(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        bool likeObject = trimmed.StartsWith("{") && !trimmed.StartsWith("{{");
        if (!likeObject && !trimmed.StartsWith("["))
        {
            return TemplateTextReader.Read(text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(trimmed.ToString(), _json);
            return ReadJson(document.RootElement);
        }
        catch (JsonException) when (!likeObject)
        {
            return TemplateTextReader.Read(text);
        }
        catch (JsonException exception)
        {
            throw new FormatException(
                $"begins like a JSON object but is none: {exception.Message} "
                    + "Paths stand in quotes, `\"$.input\"`, and keep their value's type",
                exception
            );
        }
    }

    /// <summary>Turns JSON into a template; its strings may hold paths.</summary>
    /// <exception cref="FormatException">A path is wrong.</exception>
    public static TemplateNode ReadJson(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => TemplateTextReader.Read(JsonText.String(value)),
            JsonValueKind.Object => new ObjectNode([
                .. value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, ReadJson(member.Value))),
            ]),
            JsonValueKind.Array => new ListNode([.. value.EnumerateArray().Select(ReadJson)]),
            _ => new ConstantNode(Encoding.UTF8.GetBytes(value.GetRawText())),
        };

    private static TemplateNode? ReadPiece(ConfigurationNode node, string key, ConfigurationErrors errors) =>
        node switch
        {
            ConfigurationMapping mapping => ReadMapping(mapping, key, errors),
            ConfigurationSequence sequence => ReadSequence(sequence, key, errors),
            ConfigurationScalar { Kind: ScalarKind.Text } scalar => Guarded(
                scalar,
                key,
                errors,
                () => TemplateTextReader.Read(scalar.Text)
            ),
            ConfigurationScalar scalar => Guarded(scalar, key, errors, () => ReadConstant(scalar)),
            _ => throw new InvalidOperationException($"`{node.GetType().Name}` is no kind of node"),
        };

    private static ObjectNode? ReadMapping(ConfigurationMapping mapping, string key, ConfigurationErrors errors)
    {
        List<KeyValuePair<string, TemplateNode>> members = [];
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            if (ReadPiece(entry.Value, $"{key}.{entry.Key}", errors) is { } value)
            {
                members.Add(KeyValuePair.Create(entry.Key, value));
            }
        }

        return members.Count == mapping.Entries.Count ? new ObjectNode(members) : null;
    }

    private static ListNode? ReadSequence(ConfigurationSequence sequence, string key, ConfigurationErrors errors)
    {
        List<TemplateNode> items = [];
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (ReadPiece(sequence.Items[i], $"{key}[{i}]", errors) is { } item)
            {
                items.Add(item);
            }
        }

        return items.Count == sequence.Items.Count ? new ListNode([.. items]) : null;
    }

    private static TemplateNode? Guarded(
        ConfigurationScalar scalar,
        string key,
        ConfigurationErrors errors,
        Func<TemplateNode> read
    )
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            errors.Add(scalar.Place, key, exception.Message);
            return null;
        }
    }

    private static ConstantNode ReadConstant(ConfigurationScalar scalar) =>
        new(
            Encoding.UTF8.GetBytes(
                scalar.Kind switch
                {
                    ScalarKind.Null => "null",
                    ScalarKind.Boolean => scalar.Text.ToLowerInvariant(),
                    ScalarKind.Integer => Integer(scalar.Text),
                    ScalarKind.Number => Number(scalar.Text),
                    _ => throw new InvalidOperationException($"`{scalar.Kind}` is no constant"),
                }
            )
        );

    private static string Integer(string text)
    {
        BigInteger value =
            text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : text.StartsWith("0o", StringComparison.OrdinalIgnoreCase)
                ? text[2..].Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0'))
            : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Number(string text)
    {
        double value = double.TryParse(text, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
        return double.IsFinite(value)
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : throw new FormatException($"`{text}` cannot be sent: JSON knows neither infinity nor NaN");
    }
}
