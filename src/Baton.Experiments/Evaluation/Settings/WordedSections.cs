using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>Sections of several kinds, told apart by the word under one of their keys.</summary>
/// <typeparam name="T">What they have in common.</typeparam>
/// <param name="key">The key of the word.</param>
/// <param name="kinds">The kinds.</param>
internal sealed class WordedSections<T>(string key, IReadOnlyList<Worded<T>> kinds)
    where T : class
{
    /// <summary>The words.</summary>
    public IEnumerable<string> Words => kinds.Select(kind => kind.Word);

    /// <summary>What an editor should accept.</summary>
    public JsonObject Schema => new() { ["anyOf"] = new JsonArray([.. kinds.Select(SchemaOf)]) };

    /// <summary>Reads a section; <see langword="null"/> when an error was added.</summary>
    public T? Read(ConfigurationMapping mapping, string path, ConfigurationErrors errors)
    {
        ConfigurationEntry? entry = mapping[key];
        if (entry is null)
        {
            errors.Add(mapping.Place, $"{path}.{key}", $"is required; known: {Listed}");
            return null;
        }

        string word = (entry.Value as ConfigurationScalar)?.Text ?? "";
        ConfigurationMapping rest = mapping with { Entries = [.. mapping.Entries.Where(other => other != entry)] };
        return Read(word, entry.Value.Place, rest, path, errors);
    }

    /// <summary>Reads a section that consists of its word alone.</summary>
    public T? Read(ConfigurationScalar word, string path, ConfigurationErrors errors) =>
        Read(word.Text, word.Place, new ConfigurationMapping(word.Place, []), path, errors);

    private string Listed => string.Join(", ", Words.Select(word => $"`{word}`"));

    private T? Read(
        string word,
        ConfigurationPlace place,
        ConfigurationMapping rest,
        string path,
        ConfigurationErrors errors
    )
    {
        if (kinds.FirstOrDefault(kind => string.Equals(kind.Word, word, StringComparison.Ordinal)) is { } known)
        {
            return known.Read(rest, path, errors);
        }

        string hint = Suggestion.For(word, Words) is { } meant ? $"did you mean `{meant}`?" : $"known: {Listed}";
        errors.Add(place, $"{path}.{key}", $"`{word}` is not known; {hint}");
        return null;
    }

    private JsonObject SchemaOf(Worded<T> kind)
    {
        JsonObject schema = kind.Schema();
        schema["properties"]!.AsObject().Insert(0, key, new JsonObject { ["const"] = kind.Word });
        JsonArray required = schema["required"] as JsonArray ?? [];
        schema["required"] = new JsonArray([JsonValue.Create(key), .. required.Select(name => name!.DeepClone())]);
        return schema;
    }
}

/// <summary>One kind of section and its word.</summary>
/// <typeparam name="T">What all kinds have in common.</typeparam>
/// <param name="Word">The word.</param>
/// <param name="Read">Reads what stands beside the word.</param>
/// <param name="Schema">What may stand beside the word; a new object at each call.</param>
internal sealed record Worded<T>(
    string Word,
    Func<ConfigurationMapping, string, ConfigurationErrors, T?> Read,
    Func<JsonObject> Schema
)
    where T : class
{
    /// <summary>A kind that is one options record.</summary>
    public static Worded<T> As<TSection>(string word)
        where TSection : class, T => new(word, ConfigurationBinder.Bind<TSection>, JsonSchemaWriter.For<TSection>);
}
