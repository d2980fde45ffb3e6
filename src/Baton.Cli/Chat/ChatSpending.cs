using Baton.Agents;

namespace Baton.Cli.Chat;

/// <summary>What the answers of a chat have used, and what its limits leave.</summary>
internal sealed class ChatSpending(RunConfig limits)
{
    /// <summary>How many answers there were.</summary>
    public int Answers { get; private set; }

    /// <summary>Tokens and cost of all answers.</summary>
    public Usage Total { get; private set; } = Usage.Unknown;

    /// <summary>Counts an answer.</summary>
    public void Add(Usage usage)
    {
        Answers++;
        Total += usage;
    }

    /// <summary>Why there may be no further answer, or <see langword="null"/>.</summary>
    public string? Reached() =>
        Total.TotalTokens >= limits.MaxTokens
            ? $"max_tokens: the chat has used {Total.TotalTokens:N0} tokens; allow more than {limits.MaxTokens:N0} with `--max-tokens`"
        : Total.Cost >= limits.MaxCost
            ? $"max_cost: the chat has cost ${Total.Cost}; allow more than ${limits.MaxCost} with `--max-cost`"
        : null;

    /// <summary>The limits of the next answer: what is left for it.</summary>
    public RunConfig Left() =>
        limits with
        {
            MaxTokens = limits.MaxTokens - (Total.TotalTokens ?? 0),
            MaxCost = limits.MaxCost - (Total.Cost ?? 0),
        };

    /// <summary>The account in one line.</summary>
    public override string ToString()
    {
        List<string> parts = [Answers == 1 ? "1 answer" : $"{Answers} answers"];
        if (Total.TotalTokens is { } tokens)
        {
            string split = Total is { InputTokens: { } read, OutputTokens: { } written }
                ? $" ({read:N0} read, {written:N0} written)"
                : "";
            parts.Add($"{tokens:N0} tokens{split}");
        }
        else if (Answers > 0)
        {
            parts.Add("the model reported no tokens");
        }

        if (Total.Cost is { } cost)
        {
            parts.Add($"${cost:0.######}");
        }

        return string.Join(", ", parts);
    }
}
