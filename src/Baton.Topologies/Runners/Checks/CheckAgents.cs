using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Runners.Checks;

/// <summary>
/// The agents of <see cref="RunnerChecks"/>: they play what their descriptions say, and note in a folder what they are
/// asked. A runner that carries steps out in other processes makes them there, of the same folder. Safe for concurrent use.
/// </summary>
/// <param name="folder">The folder; made when it is not there.</param>
public sealed class CheckAgents(string folder) : IAgentSource
{
    private const int Forever = 1_000_000;

    /// <summary>How often an agent hangs that never answers.</summary>
    internal const int Always = Forever;

    /// <inheritdoc/>
    public IAgent Create(AgentType agent, AnswerForm? form)
    {
        ArgumentNullException.ThrowIfNull(agent);
        string script = agent.Config.SystemPrompt;
        return new Player(
            this,
            agent.Name,
            script.Length == 0 ? new CheckScript() : TopologyJson.Read<CheckScript>(script)
        );
    }

    /// <summary>The steps that were asked for, once for each attempt, in no order.</summary>
    internal IReadOnlyList<string> Asked =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.asked").Select(File.ReadAllText)] : [];

    // A file of its own for each question: no two processes write one.
    private int Note(string step)
    {
        Directory.CreateDirectory(folder);
        int before = Asked.Count(asked => asked == step);
        string file = Path.Combine(folder, $"{Guid.NewGuid():n}");
        File.WriteAllText(file, step);
        File.Move(file, $"{file}.asked");
        return before;
    }

    private sealed class Player(CheckAgents agents, string name, CheckScript script) : IAgent
    {
        public string Name => name;

        public IConversation StartConversation(ConversationContext context) => new Play(agents, script, context);
    }

    private sealed class Play(CheckAgents agents, CheckScript script, ConversationContext context) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            string step = (string)context.Metadata!["step"]!;
            int before = agents.Note(step);
            if (before < script.HangFirst)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                    .ConfigureAwait(false);
            }

            if (before < script.FailFirst)
            {
                yield return new ErrorEvent(new AgentError(ErrorKind.Agent, $"failure {before + 1}"));
                yield break;
            }

            string answer =
                script.Steps.GetValueOrDefault(step[(step.LastIndexOf('/') + 1)..])
                ?? script.Say
                ?? $"{(string)context.Metadata["slot"]!}({Current(turn.Input)})";
            yield return new TextEvent(answer);
            yield return new UsageEvent(new Usage { InputTokens = 10, OutputTokens = 1 });
            yield return new FinalEvent(answer);
        }

        public ValueTask DisposeAsync() => default;

        private static string Current(string input) =>
            input.StartsWith('{') ? (string?)JsonNode.Parse(input)!["current"] ?? "?" : input;
    }
}
