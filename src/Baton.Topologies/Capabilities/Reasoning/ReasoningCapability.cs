using System.Globalization;
using System.Text.Json;
using Baton.Configuration;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Capabilities.Reasoning;

/// <summary>The agent thinks before it answers, in turns of their own; thoughts are told as reasoning, not as the answer.</summary>
[Capability(
    "reasoning",
    Description = "The agent thinks before it answers: step by step, along several ways, or by questions.",
    After = ["structured_output"]
)]
public sealed class ReasoningCapability : Capability<ReasoningSettings>
{
    private const string AnswerNow = "Now answer what you were asked, and say nothing else.";

    /// <inheritdoc/>
    public override async Task<string> InvokeAsync(
        CapabilityStep step,
        string message,
        Func<string, Task<string>> next,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(next);
        switch (Settings.Strategy)
        {
            case ReasoningStrategy.StepByStep:
                await step.ThinkAsync(
                        $"{message}\n\nThink this through step by step. Do not answer yet: only the steps, and what follows from each."
                    )
                    .ConfigureAwait(false);
                return await next(AnswerNow).ConfigureAwait(false);
            case ReasoningStrategy.Socratic:
                await QuestionAsync(step, message).ConfigureAwait(false);
                return await next(AnswerNow).ConfigureAwait(false);
            case ReasoningStrategy.TreeOfThought:
                string way = await BestWayAsync(step, message).ConfigureAwait(false);
                return await next(
                        $"{message}\n\nYou have thought about it, and this way is the best:\n{way}\n\nAnswer along this way, and say nothing else."
                    )
                    .ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"`{Settings.Strategy}` is no strategy");
        }
    }

    private async Task QuestionAsync(CapabilityStep step, string message)
    {
        for (int number = 1; number <= Settings.Questions; number++)
        {
            string ask =
                "Do not answer yet. Ask yourself the one question that most has to be settled first, and settle it.";
            await step.ThinkAsync(number == 1 ? $"{message}\n\n{ask}" : $"{ask} Not one you have asked already.")
                .ConfigureAwait(false);
        }
    }

    // Every level keeps the best of its branches, so that thoughts grow with branches × depth.
    private async Task<string> BestWayAsync(CapabilityStep step, string message)
    {
        string way = "";
        for (int level = 1; level <= Settings.Depth; level++)
        {
            string[] branches = new string[Settings.Branches];
            for (int branch = 0; branch < branches.Length; branch++)
            {
                string so = way.Length > 0 ? $"So far you have thought:\n{way}\n\n" : "";
                branches[branch] = await step.ThinkAsideAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{message}\n\n{so}Do not answer yet. Name one way to go on, in a few sentences: way {branch + 1} of {branches.Length}, unlike the others one would think of."
                        )
                    )
                    .ConfigureAwait(false);
            }

            string best =
                branches.Length == 1 ? branches[0] : await ChooseAsync(step, message, branches).ConfigureAwait(false);
            way = way.Length > 0 ? $"{way}\n{best}" : best;
        }

        return way;
    }

    private static async Task<string> ChooseAsync(CapabilityStep step, string message, string[] branches)
    {
        string listed = string.Join(
            "\n",
            branches.Select((branch, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {branch}"))
        );
        string rated = await step.ThinkAsideAsync(
                $"{message}\n\nThese are ways to go about it:\n{listed}\n\nRate each from 0 to 1 by how likely it leads to a right answer. "
                    + "Write nothing but JSON: {\"scores\": [number for each way, in order]}"
            )
            .ConfigureAwait(false);
        return branches[Best(rated, branches.Length)];
    }

    // Without a readable rating the first way is as good as any.
    private static int Best(string rated, int count)
    {
        try
        {
            double[] scores = [.. AgentAnswer.Of(rated).As<Rating>().Scores.Take(count)];
            return scores.Length == 0 ? 0 : Array.IndexOf(scores, scores.Max());
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private sealed record Rating(IReadOnlyList<double> Scores);
}

/// <summary>The settings of <c>reasoning</c>.</summary>
public sealed record ReasoningSettings
{
    /// <summary>How the agent thinks. Default <see cref="ReasoningStrategy.StepByStep"/>.</summary>
    public ReasoningStrategy Strategy { get; init; } = ReasoningStrategy.StepByStep;

    /// <summary>For <c>tree_of_thought</c>: how many ways are thought of on each level. Default 3.</summary>
    [Range(1, 10)]
    public int Branches { get; init; } = 3;

    /// <summary>For <c>tree_of_thought</c>: how many levels are thought ahead. Default 1.</summary>
    [Range(1, 5)]
    public int Depth { get; init; } = 1;

    /// <summary>For <c>socratic</c>: how many questions the agent asks itself. Default 3.</summary>
    [Range(1, 10)]
    public int Questions { get; init; } = 3;
}

/// <summary>How an agent thinks. Written in snake case.</summary>
public enum ReasoningStrategy
{
    /// <summary>It goes through the steps, then answers: one more turn.</summary>
    StepByStep,

    /// <summary>
    /// It names several ways in conversations of their own, rates them, and answers along the best: branches + 1 more turns a
    /// level.
    /// </summary>
    TreeOfThought,

    /// <summary>It asks itself questions and settles them, then answers: one more turn a question.</summary>
    Socratic,
}
