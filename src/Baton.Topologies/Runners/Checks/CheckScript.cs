namespace Baton.Topologies.Runners.Checks;

/// <summary>What an agent of a check does; stands as JSON in its system prompt, so that it is the same in every process.</summary>
internal sealed record CheckScript
{
    /// <summary>The answer. Default: the slot around what was asked, for example <c>write(parse(Go))</c>.</summary>
    public string? Say { get; init; }

    /// <summary>The answer to a step by the last name of its path, before <see cref="Say"/>.</summary>
    public IReadOnlyDictionary<string, string> Steps { get; init; } = new Dictionary<string, string>();

    /// <summary>How often each step fails before it answers.</summary>
    public int FailFirst { get; init; }

    /// <summary>How often each step hangs, until it is ended, before it answers.</summary>
    public int HangFirst { get; init; }
}
