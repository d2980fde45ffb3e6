using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>
/// Activities and metrics of a run by OpenTelemetry's semantic conventions for generative AI
/// (https://opentelemetry.io/docs/specs/semconv/gen-ai/). Nothing is made when nobody listens.
/// </summary>
internal sealed class RunTelemetry
{
    private static readonly ActivitySource Source = new("Baton");
    private static readonly Meter Meter = new("Baton");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "gen_ai.client.operation.duration",
        "s",
        "How long a model call, a tool call or a run took"
    );

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens read and written by model calls"
    );

    private static readonly Histogram<double> FirstChunk = Meter.CreateHistogram<double>(
        "gen_ai.client.operation.time_to_first_chunk",
        "s",
        "How long a streamed answer took to begin"
    );

    private readonly RunState _run;
    private readonly Activity? _activity;

    private RunTelemetry(RunState run, RunState? caller)
    {
        _run = run;
        Agent agent = run.Agent.Agent;
        // A nested run works inside the tool call that it is, which is the ambient activity there.
        Activity? around = caller is null ? null : Activity.Current ?? caller.Telemetry?._activity;
        _activity = Start($"invoke_agent {agent.Name}", ActivityKind.Internal, around);
        _activity?.SetTag("gen_ai.operation.name", "invoke_agent");
        _activity?.SetTag("gen_ai.agent.name", agent.Name);
        _activity?.SetTag("gen_ai.agent.description", agent.Description);
        _activity?.SetTag("gen_ai.provider.name", run.Agent.Models[0].Provider);
        _activity?.SetTag("gen_ai.request.model", run.Agent.Models[0].Model);
        _activity?.SetTag("gen_ai.conversation.id", run.Config.Session?.Id);
        _activity?.SetTag("baton.run.id", run.Context.RunId);
    }

    public bool HoldsContent => _run.Config.TraceContent;

    public static RunTelemetry? Start(RunState run, RunState? caller) =>
        run.Config.TraceEnabled && (Source.HasListeners() || Duration.Enabled || Tokens.Enabled)
            ? new RunTelemetry(run, caller)
            : null;

    public ModelCallTrace StartModelCall(ModelCandidate model, ModelRequest request, bool streams) =>
        new(this, Start($"chat {model.Model}", ActivityKind.Client, _activity), model, request, streams, Clock);

    public ToolCallTrace StartToolCall(FunctionCallContent call, string description) =>
        new(this, Start($"execute_tool {call.Name}", ActivityKind.Internal, _activity), call, description);

    public void Ended(RunResult result)
    {
        Record(
            Duration,
            result.ElapsedTime.TotalSeconds,
            Tags("invoke_agent", _run.Agent.Models[0], result.Error?.Kind)
        );
        if (_activity is null)
        {
            return;
        }

        _activity.SetTag("gen_ai.usage.input_tokens", result.Usage.InputTokens);
        _activity.SetTag("gen_ai.usage.output_tokens", result.Usage.OutputTokens);
        _activity.SetTag("baton.run.status", result.Status.ToString());
        _activity.SetTag("baton.run.turns", result.TurnCount);
        _activity.SetTag("baton.run.limit", result.LimitReached);
        if (result.Error is { } error)
        {
            Fail(_activity, error.Kind, error.Message);
        }

        if (HoldsContent)
        {
            _activity.SetTag("gen_ai.output.messages", result.FinalOutput);
        }

        _activity.Dispose();
    }

    public void RecordTool(string tool, double seconds, string? error)
    {
        if (Duration.Enabled)
        {
            TagList tags = Tags("execute_tool", _run.Agent.Models[0], error);
            tags.Add("gen_ai.tool.name", tool);
            Duration.Record(seconds, tags);
        }
    }

    public static void RecordCall(string operation, ModelCandidate model, double seconds, string? error) =>
        Record(Duration, seconds, Tags(operation, model, error));

    public static void RecordFirstChunk(ModelCandidate model, double seconds) =>
        Record(FirstChunk, seconds, Tags("chat", model, error: null));

    public static void RecordTokens(ModelCandidate model, Usage usage)
    {
        if (!Tokens.Enabled)
        {
            return;
        }

        TagList tags = Tags("chat", model, error: null);
        Record(usage.InputTokens, "input");
        Record(usage.OutputTokens, "output");

        void Record(long? count, string type)
        {
            if (count is { } number)
            {
                TagList typed = tags;
                typed.Add("gen_ai.token.type", type);
                Tokens.Record(number, typed);
            }
        }
    }

    public static void Fail(Activity? activity, string kind, string message)
    {
        activity?.SetTag("error.type", kind);
        activity?.SetStatus(ActivityStatusCode.Error, message);
    }

    public static string Messages(IEnumerable<ChatMessage> messages) =>
        JsonSerializer.Serialize(
            messages as IList<ChatMessage> ?? [.. messages],
            AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>))
        );

    private TimeProvider Clock => _run.Config.TimeProvider;

    // The parent is named: inside a stream the ambient activity is whatever the reader's was.
    private static Activity? Start(string name, ActivityKind kind, Activity? parent) =>
        parent is null ? Source.StartActivity(name, kind) : Source.StartActivity(name, kind, parent.Context);

    private static void Record(Histogram<double> histogram, double value, TagList tags)
    {
        if (histogram.Enabled)
        {
            histogram.Record(value, tags);
        }
    }

    private static TagList Tags(string operation, ModelCandidate model, string? error)
    {
        TagList tags = new()
        {
            { "gen_ai.operation.name", operation },
            { "gen_ai.provider.name", model.Provider },
            { "gen_ai.request.model", model.Model },
        };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        return tags;
    }
}
