using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Baton.Configuration.Reading;

/// <summary>Makes a tree from YAML events.</summary>
internal sealed class YamlReader
{
    private const string UnclosedFlow = "While parsing a flow sequence or mapping, did not find its end.";
    private readonly string _source;
    private readonly ConfigurationErrors _errors;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly YamlAnchors _anchors = new();

    private YamlReader(string source, string text, ConfigurationErrors errors)
    {
        _source = source;
        _errors = errors;
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
    }

    public static ConfigurationNode? Read(string source, ReadOnlySpan<byte> utf8, ConfigurationErrors errors)
    {
        string text = Encoding.UTF8.GetString(utf8);
        try
        {
            return new YamlReader(source, text, errors).ReadStream();
        }
        catch (YamlException exception)
        {
            (ConfigurationPlace place, string message) = new YamlSyntax(source, text).Explain(exception);
            errors.Add(place, "", message);
        }
        catch (UnreadableException exception)
        {
            errors.Add(exception.Place, "", exception.Message);
        }

        return null;
    }

    private ParsingEvent Current => _parser.Current!;

    private void MoveNext()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            // The scanner gives up like this on some unfinished flow mappings, without saying where.
            Mark reached = _scanner.CurrentPosition;
            throw new YamlException(reached, reached, UnclosedFlow, exception);
        }
    }

    private ConfigurationNode ReadStream()
    {
        MoveNext();
        MoveNext();
        if (Current is StreamEnd)
        {
            return new ConfigurationMapping(new ConfigurationPlace(_source, 1, 1), []);
        }

        MoveNext();
        ConfigurationNode root = ReadNode(depth: 1);
        MoveNext();
        if (Current is DocumentStart second)
        {
            throw new UnreadableException(
                PlaceOf(second),
                "a second YAML document begins here (`---`); keep one in a file"
            );
        }

        return root;
    }

    /// <summary>Reads the node at the current event and moves past it.</summary>
    private ConfigurationNode ReadNode(int depth)
    {
        if (depth > ReadingLimits.Depth)
        {
            throw new UnreadableException(PlaceOf(Current), $"nested deeper than {ReadingLimits.Depth} levels");
        }

        if (Current is AnchorAlias alias)
        {
            ConfigurationNode aliased = _anchors.Follow(alias.Value.Value, PlaceOf(alias), depth);
            MoveNext();
            return aliased;
        }

        NodeEvent start = Current as NodeEvent ?? throw new UnreadableException(PlaceOf(Current), "expected a value");
        string? anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors.Open(anchor);
        }

        ConfigurationNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            MappingStart mapping => ReadMapping(mapping, depth),
            SequenceStart sequence => ReadSequence(sequence, depth),
            _ => throw new UnreadableException(PlaceOf(start), "expected a value"),
        };
        if (anchor is not null)
        {
            _anchors.Close(anchor, node);
        }

        return node;
    }

    private ConfigurationScalar ReadScalar(Scalar scalar)
    {
        MoveNext();
        ConfigurationPlace place = PlaceOf(scalar);
        bool plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        ScalarKind kind =
            plain ? CoreSchema.KindOf(scalar.Value)
            : scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? ScalarKind.Text
            : TaggedKind(scalar, place);
        return new ConfigurationScalar(place, scalar.Value, kind) { IsPlain = plain };
    }

    private ScalarKind TaggedKind(Scalar scalar, ConfigurationPlace place)
    {
        ScalarKind means = CoreSchema.KindOf(scalar.Value);
        (ScalarKind kind, bool fits) = YamlTags.NameOf(scalar.Tag) switch
        {
            "str" => (ScalarKind.Text, true),
            "int" => (ScalarKind.Integer, means == ScalarKind.Integer),
            "float" => (ScalarKind.Number, means is ScalarKind.Integer or ScalarKind.Number),
            "bool" => (ScalarKind.Boolean, means == ScalarKind.Boolean),
            "null" => (ScalarKind.Null, means == ScalarKind.Null),
            _ => (ScalarKind.Text, false),
        };
        if (!fits)
        {
            bool known = YamlTags.NameOf(scalar.Tag) is "int" or "float" or "bool" or "null";
            _errors.Add(
                place,
                "",
                known
                    ? $"`{scalar.Value}` is no `!!{YamlTags.NameOf(scalar.Tag)}`; correct it or remove the tag"
                    : YamlTags.Unknown(scalar.Tag)
            );
            return ScalarKind.Text;
        }

        return kind;
    }

    private ConfigurationSequence ReadSequence(SequenceStart start, int depth)
    {
        CheckTag(start, "seq");
        MoveNext();
        List<ConfigurationNode> items = [];
        while (Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        MoveNext();
        return new ConfigurationSequence(PlaceOf(start), items);
    }

    private ConfigurationMapping ReadMapping(MappingStart start, int depth)
    {
        CheckTag(start, "map");
        MoveNext();
        MappingBuilder builder = new(PlaceOf(start), _errors);
        List<ConfigurationNode> merged = [];
        while (Current is not MappingEnd)
        {
            ParsingEvent keyEvent = Current;
            if (ReadNode(depth + 1) is not ConfigurationScalar key)
            {
                throw new UnreadableException(
                    PlaceOf(keyEvent),
                    "a key must be a text; put quotes around a value that begins with `{` or `[`"
                );
            }

            ConfigurationPlace keyPlace = PlaceOf(keyEvent);
            ConfigurationNode value = ReadNode(depth + 1);
            if (key is { IsPlain: true, Text: "<<" })
            {
                merged.Add(value);
            }
            else if (key is { IsPlain: true, Text: "" })
            {
                _errors.Add(keyPlace, "", "a `:` without a key before it");
            }
            else
            {
                builder.Add(key.Text, keyPlace, value);
            }
        }

        MoveNext();
        foreach (ConfigurationNode node in merged)
        {
            Merge(builder, node);
        }

        return builder.Build();
    }

    private void Merge(MappingBuilder builder, ConfigurationNode merged)
    {
        IReadOnlyList<ConfigurationNode> sources = merged is ConfigurationSequence list ? list.Items : [merged];
        foreach (ConfigurationNode source in sources)
        {
            if (source is ConfigurationMapping mapping)
            {
                builder.AddMissing(mapping);
            }
            else
            {
                _errors.Add(source.Place, "<<", "takes a mapping or a list of mappings, for example `<<: *base`");
            }
        }
    }

    private void CheckTag(NodeEvent start, string expected)
    {
        if (
            !start.Tag.IsEmpty
            && !start.Tag.IsNonSpecific
            && !string.Equals(YamlTags.NameOf(start.Tag), expected, StringComparison.Ordinal)
        )
        {
            _errors.Add(PlaceOf(start), "", YamlTags.Unknown(start.Tag));
        }
    }

    private ConfigurationPlace PlaceOf(ParsingEvent at) => new(_source, (int)at.Start.Line, (int)at.Start.Column);
}
