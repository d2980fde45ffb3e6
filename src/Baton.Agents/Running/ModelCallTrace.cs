using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>The activity and metrics of one model call.</summary>
internal sealed class ModelCallTrace : IDisposable
{
    private readonly RunTelemetry _telemetry;
    private readonly Activity? _activity;
    private readonly ModelCandidate _model;
    private readonly TimeProvider _time;
    private readonly long _started;
    private bool _isOver;
    private bool _began;

    public ModelCallTrace(
        RunTelemetry telemetry,
        Activity? activity,
        ModelCandidate model,
        ModelRequest request,
        bool streams,
        TimeProvider time
    )
    {
        _telemetry = telemetry;
        _activity = activity;
        _model = model;
        _time = time;
        _started = time.GetTimestamp();
        if (activity is null)
        {
            return;
        }

        activity.SetTag("gen_ai.operation.name", "chat");
        activity.SetTag("gen_ai.provider.name", model.Provider);
        activity.SetTag("gen_ai.request.model", model.Model);
        activity.SetTag("gen_ai.request.temperature", request.Options.Temperature);
        activity.SetTag("gen_ai.request.top_p", request.Options.TopP);
        activity.SetTag("gen_ai.request.max_tokens", request.Options.MaxOutputTokens);
        activity.SetTag("gen_ai.request.seed", request.Options.Seed);
        activity.SetTag("gen_ai.request.stream", streams ? true : null);
        activity.SetTag(
            "gen_ai.output.type",
            request.Options.ResponseFormat is ChatResponseFormatJson ? "json" : "text"
        );
        if (model.Server?.ProviderUri is { } server)
        {
            activity.SetTag("server.address", server.Host);
            activity.SetTag("server.port", server.Port);
        }

        if (telemetry.HoldsContent)
        {
            activity.SetTag("gen_ai.system_instructions", request.Options.Instructions);
            activity.SetTag("gen_ai.input.messages", RunTelemetry.Messages(request.Messages));
        }
    }

    /// <summary>A piece of a streamed answer came.</summary>
    public void Received()
    {
        if (!_began)
        {
            _began = true;
            RunTelemetry.RecordFirstChunk(_model, _time.GetElapsedTime(_started).TotalSeconds);
        }
    }

    public void Ended(IEnumerable<ChatMessage> answer, string? model, ChatFinishReason? reason, Usage? usage)
    {
        if (usage is not null)
        {
            RunTelemetry.RecordTokens(_model, usage);
        }

        if (_activity is not null)
        {
            _activity.SetTag("gen_ai.response.model", model);
            _activity.SetTag("gen_ai.response.finish_reasons", reason is { } word ? new[] { word.Value } : null);
            _activity.SetTag("gen_ai.usage.input_tokens", usage?.InputTokens);
            _activity.SetTag("gen_ai.usage.output_tokens", usage?.OutputTokens);
            if (_telemetry.HoldsContent)
            {
                _activity.SetTag("gen_ai.output.messages", RunTelemetry.Messages(answer));
            }
        }

        Over(error: null);
    }

    public void Failed(Exception error)
    {
        string kind = error is Providers.ModelException model ? model.Kind : error.GetType().FullName!;
        RunTelemetry.Fail(_activity, kind, error.Message);
        Over(kind);
    }

    public void Dispose() => Over(error: null);

    private void Over(string? error)
    {
        if (!_isOver)
        {
            _isOver = true;
            RunTelemetry.RecordCall("chat", _model, _time.GetElapsedTime(_started).TotalSeconds, error);
            _activity?.Dispose();
        }
    }
}
