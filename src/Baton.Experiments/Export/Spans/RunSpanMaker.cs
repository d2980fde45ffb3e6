using System.Text.Json;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>Makes the spans of a run's trace. Thread-safe.</summary>
/// <param name="experiment">The run's experiment.</param>
/// <param name="content">Which facts are exported.</param>
internal sealed class RunSpanMaker(ExportedExperiment experiment, ContentRule content)
{
    private readonly RunAttributes _run = new(experiment, content);
    private readonly InnerAttributes _inner = new(experiment.Agent, content);

    /// <summary>The spans, the run's own first, each after the one it is inside of.</summary>
    public IEnumerable<OutgoingSpan> Make(RecordedRun run)
    {
        SpanIds ids = new(experiment, run.Trace);
        IReadOnlyList<RecordedSpan> spans = RecordedSpan.Read(run.Observations);
        spans[0].Id = ids.Run;
        yield return MakeRun(run, spans, ids.Trace);
        foreach (RecordedSpan span in spans.Skip(1))
        {
            span.Id = ids.Span(span.Start!.SpanId ?? "");
            yield return MakeInner(span, ids.Trace);
        }
    }

    private OutgoingSpan MakeRun(RecordedRun run, IReadOnlyList<RecordedSpan> spans, TraceKey key)
    {
        RunTrace trace = run.Trace;
        // Summaries alone do not tell when a run began.
        DateTimeOffset start =
            spans[0].Start?.Timestamp ?? (trace.StartedAt == default ? experiment.StartedAt : trace.StartedAt);
        DateTimeOffset end = spans[0].End?.Timestamp ?? start.AddMilliseconds(trace.DurationMs);
        return new OutgoingSpan
        {
            Trace = key,
            Id = spans[0].Id,
            Name = $"invoke_agent {experiment.Agent}",
            Side = SpanSide.Internal,
            Start = Nanoseconds(start),
            End = Math.Max(Nanoseconds(start), Nanoseconds(end)),
            Attributes = _run.Of(run, OnlyModel(spans)),
            Events = [.. spans[0].Events.Select(MakeEvent), .. Evaluations(run.Evaluation, Nanoseconds(end))],
            Failed = !trace.Success,
            StatusMessage = content.WithContent ? trace.Error?.Message : null,
        };
    }

    private OutgoingSpan MakeInner(RecordedSpan span, TraceKey key)
    {
        Observation start = span.Start!;
        ulong began = Nanoseconds(start.Timestamp);
        AttributeSet facts = _inner.Of(span);
        return new OutgoingSpan
        {
            Trace = key,
            Id = span.Id,
            Parent = span.Parent!.Id,
            Name = NameOf(span),
            Side = start.Kind switch
            {
                "server" => SpanSide.Server,
                "client" or "generation" => SpanSide.Client,
                "producer" => SpanSide.Producer,
                "consumer" => SpanSide.Consumer,
                _ => SpanSide.Internal,
            },
            Start = began,
            End = Math.Max(began, Nanoseconds(span.End?.Timestamp ?? start.Timestamp)),
            Attributes = facts,
            Events = [.. span.Events.Select(MakeEvent)],
            Failed = span.End?.Error is null ? null : true,
            StatusMessage = content.WithContent ? span.End?.Error : null,
            Source = SourceOf(start),
        };
    }

    private OutgoingEvent MakeEvent(Observation happened) =>
        new(happened.Name, Nanoseconds(happened.Timestamp), _inner.OfEvent(happened));

    private IEnumerable<OutgoingEvent> Evaluations(EvaluatedRun? said, ulong time)
    {
        foreach (EvaluatorScore one in said?.Scores ?? [])
        {
            Score score = one.Score;
            if (score.Status == ScoreStatus.Skipped)
            {
                continue;
            }

            AttributeSet facts = new();
            facts.Add(Names.EvaluationName, score.Evaluator);
            facts.Add("baton.evaluator.type", one.Type);
            if (score.Status == ScoreStatus.Error)
            {
                facts.Add(Names.ErrorType, "evaluator_error");
            }
            else
            {
                facts.Add(Names.EvaluationLabel, score.Status.Word());
            }

            if (score.Value is { } value)
            {
                facts.Add(Names.EvaluationScore, value);
            }

            if (content.WithContent && score.Reason is { } reason)
            {
                facts.Add(Names.EvaluationExplanation, reason);
            }

            yield return new OutgoingEvent(Names.Evaluation, time, facts);
        }
    }

    private static string NameOf(RecordedSpan span)
    {
        Observation start = span.Start!;
        string? operation = start.Kind is "tool" or "agent" ? Names.OperationOf(start.Kind) : null;
        return
            operation is null
            || InnerAttributes.IsTurn(span)
            || (start.Kind == "agent" && SpanIds.OfAgent(start.SpanId ?? "") is not null)
            || start.Name.StartsWith(operation, StringComparison.Ordinal)
            ? start.Name
            : $"{operation} {start.Name}";
    }

    private static string? OnlyModel(IReadOnlyList<RecordedSpan> spans)
    {
        string? only = null;
        foreach (RecordedSpan span in spans)
        {
            string? model =
                span is { Start.Kind: not "supervisor", End.Attributes: { ValueKind: JsonValueKind.Object } facts }
                && facts.TryGetProperty("model", out JsonElement told)
                && told.ValueKind == JsonValueKind.String
                    ? JsonAttributes.Text(told)
                    : null;
            if (model is not null && only is not null && model != only)
            {
                return null;
            }

            only ??= model;
        }

        return only;
    }

    private static SpanSource SourceOf(Observation start)
    {
        if (start.Attributes is not { ValueKind: JsonValueKind.Object } facts)
        {
            return SpanSource.Unknown;
        }

        string? service = Text(Names.Service);
        string? scope = Text(Names.Scope);
        return service is null && scope is null ? SpanSource.Unknown : new SpanSource(service, scope);

        string? Text(string name) =>
            facts.TryGetProperty(name, out JsonElement told) && told.ValueKind == JsonValueKind.String
                ? JsonAttributes.Text(told)
                : null;
    }

    private static ulong Nanoseconds(DateTimeOffset time) =>
        (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * 100;
}
