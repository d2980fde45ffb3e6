using System.Diagnostics.CodeAnalysis;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>The answer that the agent's is compared with: <c>expected</c>, or a path into the trace's metadata.</summary>
public sealed class ComparedAnswer : IParsable<ComparedAnswer>
{
    private const string ExpectedWord = "expected";
    private const string MetadataWord = "metadata.";

    private readonly string _text;

    private ComparedAnswer(string text, DataPath? path)
    {
        _text = text;
        Path = path;
    }

    /// <summary>The expected answer.</summary>
    public static ComparedAnswer Expected { get; } = new(ExpectedWord, null);

    /// <summary>The path within the metadata, or <see langword="null"/> for the expected answer.</summary>
    public DataPath? Path { get; }

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is neither of the two.</exception>
    public static ComparedAnswer Parse(string s, IFormatProvider? provider) =>
        s == ExpectedWord ? Expected
        : s.StartsWith(MetadataWord, StringComparison.Ordinal) && s.Length > MetadataWord.Length
            ? new ComparedAnswer(s, DataPath.Parse(s[MetadataWord.Length..]))
        : throw new FormatException(
            $"`{s}` is no answer to compare with; write `expected`, or a path such as `metadata.baseline_answer`"
        );

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out ComparedAnswer result
    )
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>As written.</summary>
    public override string ToString() => _text;
}
