using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Baton.Experiments.Running;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Conversations;

/// <summary>Carries out one run after the other: the conversation between a simulated user and the agent.</summary>
/// <param name="agent">The agent under test.</param>
/// <param name="supervisor">Who speaks for the user after the first message; needed where conversations are simulated.</param>
/// <param name="options">How runs are carried out.</param>
/// <param name="time">The clock.</param>
public sealed class RunExecutor(IAgent agent, ISupervisor? supervisor, RunExecutorOptions options, TimeProvider time)
    : IRunExecutor
{
    private readonly ConditionalWeakTable<Persona, PersonaContext> _personas = [];

    /// <inheritdoc/>
    public async Task<RunRecord> ExecuteAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        RunSpans? spans = options.Spans?.Begin();
        try
        {
            return await ConverseAsync(run, spans, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            spans?.Close();
            throw;
        }
    }

    /// <summary>The identifier of a run's trace: its place in the plan, so that it is the same after a resume.</summary>
    internal static string TraceId(PlannedRun run) => $"trace_{run.Index + 1:D6}";

    private async Task<RunRecord> ConverseAsync(PlannedRun run, RunSpans? spans, CancellationToken cancellationToken)
    {
        ScriptedApprovals approvals = new(run.Input.Approvals, options.MultiTurn.AutoApproveTools, options.AskByHand);
        ConversationContext context = new()
        {
            RunId = TraceId(run),
            Persona = run.Persona is null ? null : _personas.GetValue(run.Persona, PersonaProse.ToContext),
            Iteration = run.Iteration,
            Metadata = run.Handout ?? run.Input.Metadata,
            AutoApproveTools = options.MultiTurn.AutoApproveTools,
            ApproveTool = approvals.Approver,
            TraceParent = spans?.TraceParent,
        };
        ConversationRecord record = new(run, context.RunId, IsConversation(run), time);
        IConversation conversation = agent.StartConversation(context);
        await using (conversation.ConfigureAwait(false))
        {
            UserTurn? user = new(run.Input.Text, "input", run.Input.Expect);
            for (int number = 1; user is not null; number++)
            {
                approvals.Turn = number;
                bool goesOn = await record
                    .TakeTurnAsync(conversation, number, user, cancellationToken)
                    .ConfigureAwait(false);
                user =
                    goesOn && IsConversation(run)
                        ? await NextAsync(run, record, number, cancellationToken).ConfigureAwait(false)
                        : null;
            }
        }

        return record.Finish(spans);
    }

    private bool IsConversation(PlannedRun run) => options.MultiTurn.Enabled || run.Input.Turns.Count > 0;

    private async ValueTask<UserTurn?> NextAsync(
        PlannedRun run,
        ConversationRecord record,
        int answered,
        CancellationToken cancellationToken
    )
    {
        bool scripted = answered <= run.Input.Turns.Count;
        if (!scripted && (!options.MultiTurn.Enabled || (run.Input.Turns.Count > 0 && !run.Input.SimulateAfterTurns)))
        {
            record.Complete("script_complete");
            return null;
        }

        if (answered >= options.MultiTurn.MaxTurns && options.MultiTurn.Enabled)
        {
            record.Terminate("max_turns");
            return null;
        }

        if (scripted)
        {
            Inputs.ScriptedTurn turn = run.Input.Turns[answered - 1];
            return new UserTurn(turn.Text, "script", turn.Expect);
        }

        return await record
            .AskSupervisorAsync(
                supervisor ?? throw new InvalidOperationException("A simulated conversation needs a supervisor."),
                answered,
                options.MultiTurn.MaxTurns,
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
