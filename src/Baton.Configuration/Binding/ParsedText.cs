using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Baton.Configuration.Binding;

/// <summary>Calls <see cref="IParsable{TSelf}"/> of a type known only at run time.</summary>
internal static class ParsedText
{
    private static readonly ConcurrentDictionary<Type, Func<string, object?>> Parsers = new();

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text does not fit; the message says why.</exception>
    public static object? Parse(Type type, string text) => Parsers.GetOrAdd(type, Make)(text);

    private static Func<string, object?> Make(Type type) =>
        typeof(ParsedText)
            .GetMethod(nameof(ParseAs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<string, object?>>();

    private static object? ParseAs<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
