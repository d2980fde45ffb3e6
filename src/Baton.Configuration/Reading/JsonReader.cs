using System.Text.Json;

namespace Baton.Configuration.Reading;

/// <summary>Makes a tree from JSON tokens.</summary>
internal ref struct JsonReader
{
    private readonly string _source;
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ConfigurationErrors _errors;
    private Utf8JsonReader _reader;
    private int _lineStart;
    private int _line;
    private int _counted;

    private JsonReader(string source, ReadOnlySpan<byte> utf8, ConfigurationErrors errors)
    {
        _source = source;
        _utf8 = utf8;
        _errors = errors;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ReadingLimits.Depth });
        _line = 1;
    }

    public static ConfigurationNode? Read(string source, ReadOnlySpan<byte> utf8, ConfigurationErrors errors)
    {
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return new ConfigurationMapping(new ConfigurationPlace(source, 1, 1), []);
        }

        try
        {
            JsonReader reader = new(source, utf8, errors);
            reader._reader.Read();
            ConfigurationNode root = reader.ReadNode();
            reader._reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            (ConfigurationPlace place, string message) = JsonSyntax.Explain(exception, source, utf8);
            errors.Add(place, "", message);
        }
        catch (UnreadableException exception)
        {
            errors.Add(exception.Place, "", exception.Message);
        }

        return null;
    }

    /// <summary>Reads the value at the current token; the last token of the value stays current.</summary>
    private ConfigurationNode ReadNode()
    {
        ConfigurationPlace place = Place();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(place),
            JsonTokenType.StartArray => ReadArray(place),
            JsonTokenType.String => ReadText(place),
            JsonTokenType.Number => ReadNumber(place),
            JsonTokenType.True => new ConfigurationScalar(place, "true", ScalarKind.Boolean) { IsPlain = true },
            JsonTokenType.False => new ConfigurationScalar(place, "false", ScalarKind.Boolean) { IsPlain = true },
            _ => new ConfigurationScalar(place, "null", ScalarKind.Null) { IsPlain = true },
        };
    }

    private ConfigurationMapping ReadObject(ConfigurationPlace place)
    {
        MappingBuilder builder = new(place, _errors);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ConfigurationPlace keyPlace = Place();
            string key = Text(keyPlace);
            _reader.Read();
            builder.Add(key, keyPlace, ReadNode());
        }

        return builder.Build();
    }

    private ConfigurationSequence ReadArray(ConfigurationPlace place)
    {
        List<ConfigurationNode> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadNode());
        }

        return new ConfigurationSequence(place, items);
    }

    private ConfigurationScalar ReadText(ConfigurationPlace place)
    {
        string text = Text(place);

        // JSON has no plain scalars: a lone variable is the only way to take a number from the environment.
        return new ConfigurationScalar(place, text, ScalarKind.Text)
        {
            IsPlain = text.StartsWith("${", StringComparison.Ordinal),
        };
    }

    private ConfigurationScalar ReadNumber(ConfigurationPlace place)
    {
        string text = System.Text.Encoding.UTF8.GetString(_reader.ValueSpan);
        return new ConfigurationScalar(place, text, CoreSchema.KindOf(text)) { IsPlain = true };
    }

    private readonly string Text(ConfigurationPlace place)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException(place, "a `\\u` escape stands for half a character; write both halves");
        }
    }

    private ConfigurationPlace Place()
    {
        int start = (int)_reader.TokenStartIndex;
        ReadOnlySpan<byte> passed = _utf8[_counted..start];
        int newLine = passed.LastIndexOf((byte)'\n');
        if (newLine >= 0)
        {
            _line += passed.Count((byte)'\n');
            _lineStart = _counted + newLine + 1;
        }

        _counted = start;
        int column = System.Text.Encoding.UTF8.GetCharCount(_utf8[_lineStart..start]) + 1;
        return new ConfigurationPlace(_source, _line, column);
    }
}
