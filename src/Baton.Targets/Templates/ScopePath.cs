using System.Text.Json;

namespace Baton.Targets.Templates;

/// <summary>A word of the scope and the way on from there.</summary>
/// <param name="Word">The word.</param>
/// <param name="Rest">The way on, or <see langword="null"/> when the word itself is meant.</param>
internal sealed record ScopePath(ScopeWord Word, DataPath? Rest)
{
    /// <summary>Makes the path of steps that begin with the word.</summary>
    /// <exception cref="FormatException">The word is unknown, or has nothing inside.</exception>
    public static ScopePath Of(IReadOnlyList<PathSegment> segments, string written)
    {
        if (segments.Count == 0 || ScopeWords.Find(segments[0].Key) is not { } word)
        {
            throw new FormatException(
                $"`{written}` names nothing a template knows; known are {ScopeWords.Listed} "
                    + "(a literal `$.` is written `$$.`, a literal `{{` is written `{{{{`)"
            );
        }

        if (segments.Count > 1 && ScopeWords.IsPlain(word))
        {
            string name = segments[0].Key;
            throw new FormatException(
                $"`{written}` leads nowhere: `{name}` has nothing inside; to put text behind it write `{{{{ {name} }}}}`"
            );
        }

        return new ScopePath(word, segments.Count == 1 ? null : DataPath.Of(segments.Skip(1)));
    }

    /// <summary>Writes the value as JSON, null when nothing is there; every value as a list with <c>[*]</c>.</summary>
    public void Write(Utf8JsonWriter writer, TemplateScope scope)
    {
        if (Rest is null)
        {
            scope.Write(Word, writer);
        }
        else if (Rest.HasWildcard)
        {
            writer.WriteStartArray();
            foreach (JsonElement value in Rest.Select(scope.Element(Word)))
            {
                value.WriteTo(writer);
            }

            writer.WriteEndArray();
        }
        else if (Rest.TryGet(scope.Element(Word), out JsonElement value))
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>The value as text, empty when nothing is there.</summary>
    public string Text(TemplateScope scope) =>
        (Rest is null ? scope.Text(Word) : Rest.GetText(scope.Element(Word))) ?? "";
}
