using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Which answers of a conversation a check looks at: <c>last</c>, <c>any</c>, <c>all</c>, or the number of a turn.</summary>
/// <param name="Word">As written.</param>
/// <param name="Turn">The turn from 1, or <see langword="null"/> for a word.</param>
internal sealed record TurnChoice(string Word, int? Turn = null) : IParsable<TurnChoice>
{
    /// <summary>The last answer.</summary>
    public static TurnChoice Last { get; } = new("last");

    /// <summary>One answer that holds is enough.</summary>
    public static TurnChoice Any { get; } = new("any");

    /// <summary>Every answer must hold.</summary>
    public static TurnChoice All { get; } = new("all");

    /// <inheritdoc/>
    /// <exception cref="FormatException">It is neither a word nor a turn.</exception>
    public static TurnChoice Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out TurnChoice? choice)
            ? choice
            : throw new FormatException(
                $"`{s}` is no choice of turns; write `last`, `any`, `all`, or a turn's number from 1"
            );

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out TurnChoice result
    )
    {
        bool isTurn = int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int turn) && turn >= 1;
        result = isTurn ? new TurnChoice(s!, turn) : Array.Find([Last, Any, All], choice => choice.Word == s);
        return result is not null;
    }
}
