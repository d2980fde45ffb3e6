using System.Globalization;
using Baton.Agents;
using Baton.Agents.Tools;
using Baton.Configuration;
using Baton.Topologies.Definitions;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>Bounds what an agent may call: which tools, how often, for how long, and which of them a person has to agree to.</summary>
[Capability("tool_use", Description = "Bounds the agent's tools: which, how often, how long, and with whose consent.")]
public sealed class ToolUseCapability : Capability<ToolUseSettings>
{
    /// <inheritdoc/>
    public override bool AsksPeople => Settings.Confirm.Names.Count > 0;

    /// <inheritdoc/>
    public override IEnumerable<string> Check(AgentType agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (agent.Config.Target is not null)
        {
            yield return "tool_use: the agent is a target, which has tools of its own that Baton cannot bound; remove the capability, or give the agent a model";
            yield break;
        }

        IReadOnlyList<string> tools = agent.Config.Tools;
        if (tools.Any(ToolRegistry.IsServer))
        {
            // What a server offers is known once it is connected.
            yield break;
        }

        foreach (string name in Settings.Allow?.Names ?? [])
        {
            if (!tools.Any(new ToolPatterns([name]).Match))
            {
                yield return $"tool_use: `allow` names `{name}`, which is none of the agent's tools{Suggestion.Hint(name, tools)}";
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask CreatedAsync(AgentSetup setup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setup);
        for (int index = setup.Tools.Count - 1; index >= 0; index--)
        {
            AIFunction tool = setup.Tools[index];
            if (!IsAllowed(tool.Name))
            {
                setup.Tools.RemoveAt(index);
            }
            else if (Settings.Confirm.Match(tool.Name))
            {
                setup.Tools[index] = tool.RequiringApproval();
            }
        }

        setup.ToolTimeout = Settings.Timeout ?? setup.ToolTimeout;
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CapabilityStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        step.Items[this] = new CallCount();
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask<string?> ToolCallAsync(
        CapabilityStep step,
        ToolCallEvent call,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(step);
        int calls = ((CallCount)step.Items[this]!).Next();
        return new(
            calls > Settings.MaxCalls
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"No more than {Settings.MaxCalls} calls are allowed in a turn (`max_calls`); answer with what you have"
                )
                : null
        );
    }

    private bool IsAllowed(string tool) => (Settings.Allow?.Match(tool) ?? true) && !Settings.Deny.Match(tool);

    private sealed class CallCount
    {
        private int _calls;

        public int Next() => Interlocked.Increment(ref _calls);
    }
}

/// <summary>The settings of <c>tool_use</c>.</summary>
public sealed record ToolUseSettings
{
    /// <summary>The tools that may be called; the model is told of no others. Default: all the agent has.</summary>
    public ToolPatterns? Allow { get; init; }

    /// <summary>The tools that may not be called, whatever is allowed. Default: none.</summary>
    public ToolPatterns Deny { get; init; } = ToolPatterns.None;

    /// <summary>
    /// The tools whose every call a person has to agree to: the execution pauses at it and goes on in the middle of the step.
    /// Default: none.
    /// </summary>
    public ToolPatterns Confirm { get; init; } = ToolPatterns.None;

    /// <summary>The most calls in one turn; the model is told of calls beyond. Default 10.</summary>
    [Range(0, 1000)]
    public int MaxCalls { get; init; } = 10;

    /// <summary>How long one call may take. Default: as long as the step.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }
}
