namespace Baton.Cli.Results;

/// <summary>Tokens and money; what nobody reported is <see langword="null"/>.</summary>
internal sealed record Spending(long? InputTokens, long? OutputTokens, long? TotalTokens, double? Cost);
