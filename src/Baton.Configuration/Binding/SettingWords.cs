using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Configuration.Binding;

/// <summary>The words an enum is written with.</summary>
internal sealed class SettingWords
{
    private static readonly ConcurrentDictionary<Type, SettingWords> ByType = new();
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    private SettingWords(Type type)
    {
        List<string> words = [];
        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            object value = field.GetValue(null)!;
            string word = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? WordOf(field.Name);
            words.Add(word);
            _values[word] = value;
            _values.TryAdd(JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name), value);
            _values.TryAdd(field.Name.ToLowerInvariant(), value);
        }

        Words = words;
    }

    /// <summary>The words, in the order the values are declared.</summary>
    public IReadOnlyList<string> Words { get; }

    public static SettingWords Of(Type type) => ByType.GetOrAdd(type, static type => new SettingWords(type));

    /// <summary>Snake case, but an abbreviation at the end stays with its word: <c>OpenAI</c> is <c>openai</c>.</summary>
    private static string WordOf(string name)
    {
        int tail = name.AsSpan().LastIndexOfAnyExceptInRange('A', 'Z') + 1;
        bool endsInAbbreviation = tail > 0 && name.Length - tail > 1;
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(
            endsInAbbreviation ? string.Concat(name.AsSpan(0, tail), name[tail..].ToLowerInvariant()) : name
        );
    }

    /// <summary>The value of a word, or <see langword="null"/>.</summary>
    public object? Find(string word) => _values.GetValueOrDefault(word);

    /// <summary>The word of a value.</summary>
    public string WordOf(object value) => Words.First(word => _values[word].Equals(value));
}
