namespace Baton.Agents.Running;

/// <summary>What a run and the runs nested in it have spent. Safe for concurrent use.</summary>
internal sealed class RunLedger(RunConfig config, RunLedger? caller, Usage? spent)
{
    // Guards the sum: nested runs add to it from several threads.
    private readonly Lock _gate = new();
    private Usage _total = spent ?? Usage.Unknown;

    public Usage Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    public void Add(Usage usage)
    {
        lock (_gate)
        {
            _total = ReferenceEquals(_total, Usage.Unknown) ? usage : _total + usage;
        }

        caller?.Add(usage);
    }

    /// <summary>The limit that is reached here or in a run around this one, or nothing.</summary>
    public RunEnd? Limit()
    {
        Usage total = Total;
        return total.TotalTokens >= config.MaxTokens
                ? RunEnd.AtLimit(
                    "max_tokens",
                    $"The run used {total.TotalTokens} tokens; `MaxTokens` is {config.MaxTokens}"
                )
            : total.Cost >= config.MaxCost
                ? RunEnd.AtLimit("max_cost", $"The run cost {total.Cost} US dollars; `MaxCost` is {config.MaxCost}")
            : caller?.Limit();
    }
}
