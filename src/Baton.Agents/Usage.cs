namespace Baton.Agents;

/// <summary>Tokens and money spent. Numbers nobody reported are <see langword="null"/>, not zero.</summary>
public sealed record Usage
{
    /// <summary>Tokens read by the model.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written by the model.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>All tokens; where it was not reported, the sum of input and output.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Cost in US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>An account in which nobody reported anything.</summary>
    public static Usage Unknown { get; } = new();

    /// <summary>Adds two accounts; a number known on one side only is kept.</summary>
    public static Usage operator +(Usage left, Usage right) =>
        new()
        {
            InputTokens = Add(left.InputTokens, right.InputTokens),
            OutputTokens = Add(left.OutputTokens, right.OutputTokens),
            TotalTokens = Add(left.TotalTokens, right.TotalTokens),
            Cost = left.Cost is null && right.Cost is null ? null : (left.Cost ?? 0) + (right.Cost ?? 0),
        };

    /// <summary>The same as <c>left + right</c>.</summary>
    public static Usage Add(Usage left, Usage right) => left + right;

    private static long? Add(long? left, long? right) =>
        left is null && right is null ? null : (left ?? 0) + (right ?? 0);
}
