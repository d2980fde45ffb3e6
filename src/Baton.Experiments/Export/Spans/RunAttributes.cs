using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>What the span of a whole run tells.</summary>
/// <param name="experiment">The run's experiment.</param>
/// <param name="content">Which facts are exported.</param>
internal sealed class RunAttributes(ExportedExperiment experiment, ContentRule content)
{
    /// <summary>The attributes of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The only model that its spans name, or <see langword="null"/>.</param>
    public AttributeSet Of(RecordedRun run, string? model)
    {
        RunTrace trace = run.Trace;
        AttributeSet facts = new();
        facts.Add(Names.Operation, "invoke_agent");
        facts.Add(Names.Agent, experiment.Agent);
        facts.Add(Names.Conversation, $"{experiment.Id}/{trace.RunKey}");
        facts.Add(Names.Kind, "AGENT");
        AddIfAny(facts, Names.Model, model);
        AddIfAny(facts, Names.ErrorType, trace.Error?.Kind);
        AddUsage(facts, trace);
        AddRun(facts, trace);
        AddVerdict(facts, run.Evaluation);
        if (content.WithContent)
        {
            AddContent(facts, trace);
        }

        return facts;
    }

    private static void AddUsage(AttributeSet facts, RunTrace trace)
    {
        AddIfAny(facts, Names.InputTokens, trace.TokenUsage?.Input);
        AddIfAny(facts, Names.OutputTokens, trace.TokenUsage?.Output);
        AddIfAny(facts, Names.TotalTokens, trace.TokenUsage?.Total);
        AddIfAny(facts, Names.Cost, (double?)trace.Cost);
        AddIfAny(facts, "baton.supervisor.input_tokens", trace.SupervisorTokenUsage?.Input);
        AddIfAny(facts, "baton.supervisor.output_tokens", trace.SupervisorTokenUsage?.Output);
        AddIfAny(facts, "baton.supervisor.cost", (double?)trace.SupervisorCost);
    }

    private void AddRun(AttributeSet facts, RunTrace trace)
    {
        facts.Add("baton.experiment.id", experiment.Id);
        facts.Add("baton.experiment.name", experiment.Name);
        facts.Add("baton.run_key", trace.RunKey);
        facts.Add("baton.trace_id", trace.TraceId);
        facts.Add("baton.input_id", trace.InputId);
        facts.Add("baton.iteration", (long)trace.Iteration);
        AddIfAny(facts, "baton.persona", trace.Persona);
        facts.Add("baton.success", trace.Success);
        facts.Add("baton.outcome", trace.Outcome.Word());
        AddIfAny(facts, "baton.first_output_ms", trace.FirstOutputMs);
        AddIfAny(facts, "baton.turn_count", (long?)trace.Conversation?.TurnCount);
        AddIfAny(facts, "baton.termination_reason", trace.Conversation?.TerminationReason);
    }

    private static void AddVerdict(AttributeSet facts, EvaluatedRun? said)
    {
        AddIfAny(facts, "baton.evaluation.passed", said?.Passed);
        AddIfAny(facts, "baton.evaluation.score", said?.Score);
    }

    private static void AddContent(AttributeSet facts, RunTrace trace)
    {
        facts.Add(Names.Input, trace.Input);
        facts.Add(
            Names.InputMessages,
            trace.Conversation is { History.Count: > 0 } conversation
                ? Messages.Before(conversation)
                : Messages.Of("user", trace.Input)
        );
        if (trace.Output is { } output)
        {
            facts.Add(Names.Output, output);
            facts.Add(Names.OutputMessages, Messages.Of("assistant", output, trace.Error is null ? "stop" : "error"));
        }

        if (trace.Metadata?["expected"] is { } expected)
        {
            facts.Add(
                "baton.expected",
                expected.GetValueKind() == System.Text.Json.JsonValueKind.String
                    ? expected.GetValue<string>()
                    : expected.ToJsonString()
            );
        }
    }

    private static void AddIfAny(AttributeSet facts, string name, object? value)
    {
        if (value is not null)
        {
            facts.Add(name, value);
        }
    }
}
