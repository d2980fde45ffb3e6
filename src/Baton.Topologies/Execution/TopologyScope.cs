using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Execution;

/// <summary>What a pattern works with: the team, and steps under a path of its own.</summary>
/// <param name="run">Where steps are taken.</param>
/// <param name="path">What stands before the paths of steps; empty, or ends in <c>/</c>.</param>
/// <param name="team">The agents.</param>
/// <param name="cancellationToken">Ends the execution.</param>
internal sealed class TopologyScope(IStepTaker run, string path, Team team, CancellationToken cancellationToken)
{
    /// <summary>The agents.</summary>
    public Team Team => team;

    /// <summary>Asks the agent of a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="step">The step, unique in this topology; the same on every replay.</param>
    /// <param name="input">What is asked: see <see cref="StepInput"/>.</param>
    /// <param name="form">The JSON wanted; default any text.</param>
    public Task<StepReply> AskAsync(string slot, string step, string input, WantedForm? form = null) =>
        AskAsync(new StepQuestion(team[slot], step, input) { Form = form?.Form, Check = form?.Check });

    /// <inheritdoc cref="AskAsync(string, string, string, WantedForm?)"/>
    public Task<StepReply> AskAsync(StepQuestion question) =>
        run.StepAsync(question with { Path = path + question.Path, Part = path.TrimEnd('/') }, cancellationToken);

    /// <summary>Does several things at once where the runner allows it; results in the given order.</summary>
    public Task<T[]> AllAsync<T>(IEnumerable<Func<Task<T>>> work) => run.AllAsync<T>([.. work]);

    /// <summary>Runs a part under a path of its own.</summary>
    /// <param name="part">The part's name.</param>
    /// <param name="topology">The topology.</param>
    /// <param name="input">Its input.</param>
    public Task<JsonObject> RunPartAsync(string part, Topology topology, JsonObject input)
    {
        string inner = $"{path}{part}/";
        Team members = team.Part(inner, topology, problems: []);
        return run.SpanAsync(
            new TopologySpan(inner.TrimEnd('/'), path.TrimEnd('/'), topology),
            input,
            () =>
                TopologyPattern.Of(topology).RunAsync(new TopologyScope(run, inner, members, cancellationToken), input)
        );
    }
}

/// <summary>The JSON a step wants, with the check that an answer is it.</summary>
/// <param name="Form">What the model is told.</param>
/// <param name="Check">Throws <see cref="System.Text.Json.JsonException"/> for what is something else.</param>
internal sealed record WantedForm(AnswerForm Form, Action<AgentAnswer> Check)
{
    /// <summary>The form of a type.</summary>
    public static WantedForm Of<T>(string name) => new(AnswerForm.Of<T>(name), static answer => answer.As<T>());
}
