using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities;

/// <summary>An agent on the way from its description to one that takes turns. Not thread-safe.</summary>
public sealed class AgentSetup
{
    private readonly Func<RunContext, CapabilityStep?> _steps;

    internal AgentSetup(AgentType agent, AnswerForm? form, Func<RunContext, CapabilityStep?> steps)
    {
        Agent = agent;
        Form = form;
        _steps = steps;
    }

    /// <summary>The description, what a slot overrides in place.</summary>
    public AgentType Agent { get; set; }

    /// <summary>The JSON its answers must be, or <see langword="null"/> for any text.</summary>
    public AnswerForm? Form { get; set; }

    /// <summary>Said after the agent's own instructions, each a paragraph; models only. Default: nothing.</summary>
    public IList<string> Instructions { get; } = [];

    /// <summary>What it may call; models only.</summary>
    public IList<AIFunction> Tools { get; } = [];

    /// <summary>How long one call of a tool may take. Default: as long as the step.</summary>
    public TimeSpan? ToolTimeout { get; set; }

    /// <summary>Whether it is an agent that lives elsewhere, which has instructions and tools of its own.</summary>
    public bool IsTarget => Agent.Config.Target is not null;

    /// <summary>The step a tool is called in, for tools that a capability gives.</summary>
    /// <param name="run">The run, as a tool gets it: a parameter of that type is filled in and not shown to the model.</param>
    /// <exception cref="InvalidOperationException">The tool is called by somebody else.</exception>
    public CapabilityStep StepOf(RunContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _steps(run) ?? throw new InvalidOperationException($"The run `{run.RunId}` is no step of this agent");
    }
}
