using System.Reflection;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Capabilities;

/// <summary>
/// Something an agent can do beside answering: looks on at the life of the agent and of each of its steps, and may step in.
/// Override what is of interest.
/// </summary>
/// <remarks>
/// There is one object for each agent in a slot and each sitting of an execution; its steps may run at once, so that what
/// belongs to one step goes into <see cref="CapabilityStep.Items"/>. The order of an agent's capabilities is that of what
/// they need, then as written. <see cref="MessageAsync"/> goes in this order, <see cref="InvokeAsync"/> is nested with the
/// first outermost, <see cref="ResponseAsync"/> goes back. A step that is repeated, also after a crash, goes through all of
/// it again under the same <see cref="CapabilityStep.Key"/>; one that is taken from the journal goes through nothing.
/// What a capability throws fails the attempt.
/// </remarks>
public abstract class Capability
{
    /// <summary>For derived classes.</summary>
    protected Capability() => Name = GetType().GetCustomAttribute<CapabilityAttribute>()?.Name ?? GetType().Name;

    /// <summary>The word, as <see cref="CapabilityAttribute"/> says.</summary>
    public string Name { get; }

    /// <summary>Whether it may ask people, so that steps have to be written down. Default: no.</summary>
    public virtual bool AsksPeople => false;

    /// <summary>Says what is wrong with this agent having it, before anything runs. Default: nothing.</summary>
    /// <param name="agent">The agent.</param>
    /// <returns>A sentence for each thing.</returns>
    public virtual IEnumerable<string> Check(AgentType agent) => [];

    /// <summary>The agent is about to be made; tools, instructions and the form of answers can be changed.</summary>
    public virtual ValueTask CreatedAsync(AgentSetup setup, CancellationToken cancellationToken) => default;

    /// <summary>An attempt at a step begins.</summary>
    public virtual ValueTask StartAsync(CapabilityStep step, CancellationToken cancellationToken) => default;

    /// <summary>The agent is about to get a message.</summary>
    /// <returns>The message it gets.</returns>
    public virtual ValueTask<string> MessageAsync(
        CapabilityStep step,
        string message,
        CancellationToken cancellationToken
    ) => new(message);

    /// <summary>The agent answers: around everything that is done for the answer.</summary>
    /// <param name="step">The step; it can be asked for more turns of the agent.</param>
    /// <param name="message">The message.</param>
    /// <param name="next">Goes on with the next capability, at last with the agent.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The answer.</returns>
    public virtual Task<string> InvokeAsync(
        CapabilityStep step,
        string message,
        Func<string, Task<string>> next,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(next);
        return next(message);
    }

    /// <summary>There is an answer.</summary>
    /// <returns>The answer that counts.</returns>
    public virtual ValueTask<string> ResponseAsync(
        CapabilityStep step,
        string answer,
        CancellationToken cancellationToken
    ) => new(answer);

    /// <summary>
    /// The agent wants to call a tool. Calls may come several at once. What a target does with tools of its own is told when
    /// it has done it, and cannot be refused.
    /// </summary>
    /// <returns>Why the call must not be made, for the model; <see langword="null"/> when it may.</returns>
    public virtual ValueTask<string?> ToolCallAsync(
        CapabilityStep step,
        ToolCallEvent call,
        CancellationToken cancellationToken
    ) => new((string?)null);

    /// <summary>
    /// The step has its answer; it is written down after this. What is kept elsewhere has to be kept under
    /// <see cref="CapabilityStep.Key"/>, since a crash in between repeats the step.
    /// </summary>
    public virtual ValueTask CompleteAsync(CapabilityStep step, string answer, CancellationToken cancellationToken) =>
        default;

    /// <summary>The attempt failed; it may be made again.</summary>
    public virtual ValueTask ErrorAsync(CapabilityStep step, AgentError error) => default;

    /// <summary>The agent is not needed any more.</summary>
    public virtual ValueTask DestroyedAsync() => default;

    /// <summary>
    /// Whether a person has to agree before the agent is asked. Called again on every replay, and has to say the same.
    /// </summary>
    /// <param name="path">The step.</param>
    /// <param name="input">What the agent would be asked.</param>
    /// <returns>What the person is asked, or <see langword="null"/> where nobody needs to be.</returns>
    public virtual ApprovalWish? ApprovalBefore(string path, string input) => null;

    /// <summary>
    /// Whether a person has to agree to an answer before others get it. Called again on every replay, and has to say the same.
    /// </summary>
    /// <param name="step">The step, which is written down already.</param>
    /// <returns>What the person is asked, or <see langword="null"/> where nobody needs to be.</returns>
    public virtual ApprovalWish? ApprovalAfter(StepRecord step) => null;

    /// <summary>Takes the settings.</summary>
    /// <param name="settings">As written; <see langword="null"/> for the defaults.</param>
    /// <param name="problems">Where to say what is wrong.</param>
    internal virtual void Read(JsonObject? settings, List<string> problems)
    {
        if (settings is { Count: > 0 })
        {
            problems.Add($"`{Name}` has no settings, and `{settings.First().Key}` was given");
        }
    }
}

/// <summary>A capability with settings, which are read strictly.</summary>
/// <typeparam name="TSettings">
/// A record with <c>init</c> properties, each a setting of its name in snake case; defaults are those of the record.
/// Bounds are set with <see cref="Configuration.RangeAttribute"/>.
/// </typeparam>
public abstract class Capability<TSettings> : Capability
    where TSettings : class, new()
{
    /// <summary>The settings.</summary>
    public TSettings Settings { get; private set; } = new();

    internal override void Read(JsonObject? settings, List<string> problems) =>
        Settings = CapabilitySettings.Read<TSettings>(Name, settings, problems) ?? Settings;
}
