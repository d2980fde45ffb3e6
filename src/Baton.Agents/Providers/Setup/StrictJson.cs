using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Agents.Providers.Setup;

/// <summary>A value in a JSON file that a person wrote: read strictly, every error with its file, line and key.</summary>
internal readonly struct StrictJson
{
    private static readonly JsonDocumentOptions _options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly string _file;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly JsonElement _value;
    private readonly string _key;

    private StrictJson(string file, ReadOnlyMemory<byte> text, JsonElement value, string key)
    {
        _file = file;
        _text = text;
        _value = value;
        _key = key;
    }

    /// <summary>The value as it stands.</summary>
    public JsonElement Value => _value;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for the message: <c>the script</c>.</param>
    /// <exception cref="ModelConfigurationException">It cannot be read, or is no JSON.</exception>
    public static StrictJson ReadFile(string path, string what)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ModelConfigurationException($"{what} `{path}` cannot be read: {exception.Message}", exception);
        }

        // A mark of byte order is no part of the text.
        ReadOnlyMemory<byte> json = text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsMemory(3) : text;
        try
        {
            // The values refer to the text, so that their places can be found; the document itself needs no disposing.
            JsonElement root = JsonDocument.Parse(json, _options).RootElement;
            return new StrictJson(path, json, root, string.Empty);
        }
        catch (JsonException exception)
        {
            throw new ModelConfigurationException(
                $"{path}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: no valid JSON: "
                    + exception.Message.Split(" LineNumber:")[0],
                exception
            );
        }
    }

    /// <summary>The properties of an object; a key that is not known is an error.</summary>
    public Dictionary<string, StrictJson> Properties(params string[] known)
    {
        Dictionary<string, StrictJson> properties = new(StringComparer.Ordinal);
        foreach ((string name, StrictJson value) in Entries())
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw value.Error(
                    NearestWord.Hint(name, known) is { Length: > 0 } hint
                        ? $"unknown key{hint}"
                        : $"unknown key; known are {string.Join(", ", known.Select(static key => $"`{key}`"))}"
                );
            }

            properties.Add(name, value);
        }

        return properties;
    }

    /// <summary>The entries of an object whose keys are the writer's own.</summary>
    public IEnumerable<(string Name, StrictJson Value)> Entries()
    {
        Demand(JsonValueKind.Object, "an object");
        StrictJson parent = this;
        return _value
            .EnumerateObject()
            .Select(entry => (entry.Name, parent.Child(entry.Value, parent.KeyOf(entry.Name))));
    }

    /// <summary>The items of a list.</summary>
    public IEnumerable<StrictJson> Items()
    {
        Demand(JsonValueKind.Array, "a list");
        StrictJson parent = this;
        return _value.EnumerateArray().Select((item, index) => parent.Child(item, $"{parent._key}[{index}]"));
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        Demand(JsonValueKind.String, "a text");
        try
        {
            return _value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("must be a text of whole characters");
        }
    }

    /// <summary>A yes or no.</summary>
    public bool Truth() =>
        _value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Expected("true or false"),
        };

    /// <summary>A number, zero or more.</summary>
    public decimal Amount()
    {
        Demand(JsonValueKind.Number, "a number");
        return _value.TryGetDecimal(out decimal number) && number >= 0 ? number : throw Error("must be zero or more");
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(int least, int most)
    {
        Demand(JsonValueKind.Number, "a whole number");
        return _value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Error($"must be a whole number from {least} to {most}");
    }

    /// <summary>The exception for this value.</summary>
    public ModelConfigurationException Error(string message)
    {
        string place = $"{_file}{Position()}";
        return new ModelConfigurationException(
            _key.Length == 0 ? $"{place}: {message}" : $"{place}: `{_key}`: {message}"
        );
    }

    private StrictJson Child(JsonElement value, string key) => new(_file, _text, value, key);

    private string KeyOf(string name)
    {
        string shown = name.AsSpan().ContainsAny(".: []\"") ? $"\"{name}\"" : name;
        return _key.Length == 0 ? shown : $"{_key}.{shown}";
    }

    private void Demand(JsonValueKind kind, string what)
    {
        if (_value.ValueKind != kind)
        {
            throw Expected(what);
        }
    }

    private ModelConfigurationException Expected(string what) =>
        Error($"must be {what}, not {Describe(_value.ValueKind)}");

    private static string Describe(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };

    private string Position()
    {
        if (!_text.Span.Overlaps(JsonMarshal.GetRawUtf8Value(_value), out int offset))
        {
            return string.Empty;
        }

        ReadOnlySpan<byte> before = _text.Span[..offset];
        int line = before.Count((byte)'\n') + 1;
        return $":{line}:{offset - before.LastIndexOf((byte)'\n')}";
    }
}
