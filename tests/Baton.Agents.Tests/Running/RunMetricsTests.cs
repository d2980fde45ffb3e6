using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Metrics by the semantic conventions for generative AI.</summary>
public sealed class RunMetricsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_runs_and_tokens_are_measured(bool observed)
    {
        string name = $"measured-{observed}";
        using Listener listener = new(name);

        await Runs.ResultAsync(Measured(name), new RunConfig(), observed);

        listener
            .Of("gen_ai.client.operation.duration", "gen_ai.operation.name")
            .ShouldBe(["chat", "chat", "execute_tool", "invoke_agent"]);
        listener.Of("gen_ai.client.token.usage", "gen_ai.token.type").ShouldBe(["input", "input", "output", "output"]);
        listener.Sum("gen_ai.client.token.usage").ShouldBe(20);
        listener
            .Of("gen_ai.client.operation.time_to_first_chunk", "gen_ai.operation.name")
            .ShouldBe(observed ? ["chat", "chat"] : []);
        listener.Of("gen_ai.client.operation.duration", "error.type").ShouldAllBe(kind => kind == null);
    }

    [Fact]
    public async Task What_failed_is_measured_with_its_kind()
    {
        using Listener listener = new("failing");
        Agent agent = new("A")
        {
            ChatClient = new NamedClient(
                "failing",
                [ScriptedReply.Call("fail"), ScriptedReply.Fail(new IOException("broke"))]
            ),
            Tools = [Agents.Tool("fail", void () => throw new InvalidOperationException("no luck"))],
        };

        await Runs.ResultAsync(agent, new RunConfig { Retry = new ModelRetry { MaxAttempts = 1 } }, observed: false);

        listener
            .Of("gen_ai.client.operation.duration", "error.type")
            .ShouldBe([null, "System.IO.IOException", "System.InvalidOperationException", "exception"]);
    }

    private static Agent Measured(string model)
    {
        UsageDetails usage = new() { InputTokenCount = 7, OutputTokenCount = 3 };
        return new Agent("A")
        {
            ChatClient = new NamedClient(
                model,
                [ScriptedReply.Call("hi") with { Usage = usage }, ScriptedReply.Say("done") with { Usage = usage }]
            ),
            Tools = [Agents.Tool("hi", () => "hello")],
        };
    }

    /// <summary>A scripted model of a name of its own, by which a test knows its measurements.</summary>
    private sealed class NamedClient(string name, ScriptedReply[] replies)
        : DelegatingChatClient(new ScriptedChatClient(replies))
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata)
                ? new ChatClientMetadata("scripted", providerUri: null, name)
                : base.GetService(serviceType, serviceKey);
    }

    // Other tests run at the same time: what counts is what names the model of this one.
    private sealed class Listener : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _seen = new();

        public Listener(string model)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Baton")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>(
                (instrument, value, tags, _) => Take(instrument, value, tags)
            );
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
            _listener.Start();

            void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                Dictionary<string, object?> named = new(StringComparer.Ordinal);
                foreach (KeyValuePair<string, object?> tag in tags)
                {
                    named[tag.Key] = tag.Value;
                }

                if (model.Equals(named.GetValueOrDefault("gen_ai.request.model")))
                {
                    _seen.Enqueue((instrument.Name, value, named));
                }
            }
        }

        /// <summary>The values of a tag in an instrument's measurements, in order.</summary>
        public string?[] Of(string instrument, string tag) =>
            [
                .. _seen
                    .Where(each => each.Name == instrument)
                    .Select(each => (string?)each.Tags.GetValueOrDefault(tag))
                    .Order(StringComparer.Ordinal),
            ];

        public double Sum(string instrument) => _seen.Where(each => each.Name == instrument).Sum(each => each.Value);

        public void Dispose() => _listener.Dispose();
    }
}
