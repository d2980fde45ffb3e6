using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities.Memory;

/// <summary>The agent remembers between executions what it was asked and answered, and what it wants to keep.</summary>
/// <remarks>
/// Memories are written once, when the step has its answer, under the step's key: a step that is done again after a crash
/// puts its memories in the place of those it had made, and is not reminded of them. A step that is taken from the journal
/// writes nothing.
/// </remarks>
[Capability("memory", Description = "The agent remembers between executions; memories fade with time.")]
public sealed class MemoryCapability : Capability<MemorySettings>
{
    private const string StateKey = "memory";
    private const int LongestPart = 2000;
    private const string Reminder = "What you remember that may have to do with this:";

    /// <inheritdoc/>
    public override ValueTask CreatedAsync(AgentSetup setup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (Settings.Tools && !setup.IsTarget)
        {
            setup.Tools.Add(AIFunctionFactory.Create(RememberTool(setup), "remember"));
            setup.Tools.Add(AIFunctionFactory.Create(RecallTool(setup), "recall"));
        }

        return default;
    }

    /// <inheritdoc/>
    public override async ValueTask StartAsync(CapabilityStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        AgentMemory memory = await ReadAsync(step, cancellationToken).ConfigureAwait(false);
        step.Items[typeof(Mind)] = new Mind(memory.With(step.Key, []));
    }

    /// <inheritdoc/>
    public override ValueTask<string> MessageAsync(
        CapabilityStep step,
        string message,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<MemoryEntry> known = Recalled(step, message, Settings.RecallTags, Settings.Recall);
        return new(
            known.Count == 0
                ? message
                : $"{message}\n\n{Reminder}\n{string.Join("\n", known.Select(entry => $"- {entry.Text}"))}"
        );
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(
        CapabilityStep step,
        string answer,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(step);
        DateTimeOffset now = step.TimeProvider.GetUtcNow();
        List<MemoryEntry> made = [.. MindOf(step).Made];
        if (Settings.KeepExchanges)
        {
            made.Add(Exchange(step, answer, now));
        }

        while (!await TryKeepAsync(step, made, now, cancellationToken).ConfigureAwait(false))
        {
            // Another step of the agent, here or in another process, kept something meanwhile: it is read, too.
        }
    }

    private async Task<bool> TryKeepAsync(
        CapabilityStep step,
        List<MemoryEntry> made,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        JsonObject? read = await step
            .States.ReadAsync(step.Agent.Name, StateKey, cancellationToken)
            .ConfigureAwait(false);
        AgentMemory memory = AgentMemory.Of(read).With(step.Key, made).Pruned(Settings, now);
        if (memory.Entries.Count > Settings.SummariseAbove)
        {
            memory = await SummarisedAsync(step, memory, now).ConfigureAwait(false);
        }

        return await step
            .States.ReplaceAsync(step.Agent.Name, StateKey, read, memory.ToJson(), cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<AgentMemory> ReadAsync(CapabilityStep step, CancellationToken cancellationToken) =>
        AgentMemory.Of(await step.States.ReadAsync(step.Agent.Name, StateKey, cancellationToken).ConfigureAwait(false));

    private static Mind MindOf(CapabilityStep step) => (Mind)step.Items[typeof(Mind)]!;

    private IReadOnlyList<MemoryEntry> Recalled(
        CapabilityStep step,
        string text,
        IReadOnlyList<string> tags,
        int most
    ) => MindOf(step).Known.Recall(text, tags, most, Settings, step.TimeProvider.GetUtcNow());

    private MemoryEntry Exchange(CapabilityStep step, string answer, DateTimeOffset now)
    {
        double importance =
            AgentAnswer.Of(answer).Fields?["importance"] is { } said
            && said.GetValueKind() == System.Text.Json.JsonValueKind.Number
                ? Math.Clamp(said.GetValue<double>(), 0, 1)
                : Settings.Importance;
        return new MemoryEntry(
            $"Asked: {Short(step.Input)} Answered: {Short(answer)}",
            Settings.Tags,
            importance,
            now,
            step.Key
        );
    }

    // The older half gives way to a few sentences of the agent's own.
    private static async Task<AgentMemory> SummarisedAsync(CapabilityStep step, AgentMemory memory, DateTimeOffset now)
    {
        MemoryEntry[] older = [.. memory.Entries.Take(memory.Entries.Count / 2)];
        StringBuilder listed = new();
        foreach (MemoryEntry entry in older)
        {
            listed.Append("- ").AppendLine(entry.Text);
        }

        string summary = await step.ThinkAsideAsync(
                $"These are memories of yours, the oldest first. Put what matters in them in a few sentences, and say nothing else.\n{listed}"
            )
            .ConfigureAwait(false);
        MemoryEntry sum = new(
            summary,
            [.. older.SelectMany(entry => entry.Tags).Distinct(StringComparer.OrdinalIgnoreCase)],
            older.Max(entry => entry.Importance),
            now,
            $"summary of {older[0].Step} to {older[^1].Step}"
        );
        return new AgentMemory([sum, .. memory.Entries.Skip(older.Length)]);
    }

    private static string Short(string text) => text.Length > LongestPart ? $"{text[..LongestPart]}…" : text;

    private Func<string, RunContext, double, string[]?, string> RememberTool(AgentSetup setup)
    {
        return Remember;

        [Description("Remembers a fact for later conversations.")]
        string Remember(
            [Description("The fact, in one sentence")] string text,
            RunContext run,
            [Description("How much it matters, 0 to 1")] double importance = 0.5,
            [Description("Words to file it under")] string[]? tags = null
        )
        {
            CapabilityStep step = setup.StepOf(run);
            MindOf(step)
                .Add(
                    new MemoryEntry(
                        Short(text),
                        tags ?? [],
                        Math.Clamp(importance, 0, 1),
                        step.TimeProvider.GetUtcNow(),
                        step.Key
                    )
                );
            return "Remembered.";
        }
    }

    private Func<RunContext, string?, string[]?, string[]> RecallTool(AgentSetup setup)
    {
        return Recall;

        [Description("Finds what was remembered, by words, by tags, or both.")]
        string[] Recall(
            RunContext run,
            [Description("What it is about")] string? text = null,
            [Description("Words it was filed under")] string[]? tags = null
        ) =>
            [
                .. Recalled(setup.StepOf(run), text ?? "", tags ?? [], Math.Max(1, Settings.Recall))
                    .Select(entry => entry.Text),
            ];
    }

    /// <summary>What the agent knows in a step, and what it adds.</summary>
    private sealed class Mind(AgentMemory known)
    {
        private readonly ConcurrentQueue<MemoryEntry> _made = new();

        public AgentMemory Known => known;

        public IEnumerable<MemoryEntry> Made => _made;

        public void Add(MemoryEntry entry) => _made.Enqueue(entry);
    }
}
