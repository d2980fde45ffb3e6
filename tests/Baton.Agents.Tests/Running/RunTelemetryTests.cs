using System.Diagnostics;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Activities by the semantic conventions for generative AI.</summary>
public sealed class RunTelemetryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activities_stand_inside_one_another_as_the_work_does(bool observed)
    {
        string run = $"trace-{observed}";
        using Listener listener = new(run);

        await Runs.ResultAsync(Nesting(), new RunConfig { RunId = run }, observed);

        Activity[] seen = listener.Seen;
        Activity outer = seen.Single(each => each.DisplayName == "invoke_agent Outer");
        Activity tool = seen.Single(each => each.DisplayName == "execute_tool inner");
        Activity inner = seen.Single(each => each.DisplayName == "invoke_agent Inner");
        outer.Parent?.OperationName.ShouldBe("test");
        tool.ParentSpanId.ShouldBe(outer.SpanId);
        inner.ParentSpanId.ShouldBe(tool.SpanId);
        seen.Count(each => each.DisplayName == "chat scripted" && each.ParentSpanId == outer.SpanId).ShouldBe(2);
        seen.Count(each => each.DisplayName == "chat scripted" && each.ParentSpanId == inner.SpanId).ShouldBe(1);
        outer.GetTagItem("gen_ai.agent.name").ShouldBe("Outer");
        outer.GetTagItem("gen_ai.usage.input_tokens").ShouldBe(3L);
        tool.GetTagItem("gen_ai.tool.name").ShouldBe("inner");
        tool.GetTagItem("gen_ai.tool.call.id").ShouldBe("call_inner");
        seen.ShouldAllBe(each => each.Status == ActivityStatusCode.Unset);
        seen.SelectMany(each => each.TagObjects).ShouldAllBe(tag => !$"{tag.Value}".Contains("secret"));
    }

    [Fact]
    public async Task Content_is_held_when_that_is_wanted()
    {
        using Listener listener = new("trace-content");

        await Runs.ResultAsync(
            Nesting(),
            new RunConfig { RunId = "trace-content", TraceContent = true },
            observed: false
        );

        string[] names =
        [
            .. listener
                .Seen.SelectMany(each => each.TagObjects)
                .Where(tag => $"{tag.Value}".Contains("secret"))
                .Select(tag => tag.Key)
                .Distinct(),
        ];
        names.ShouldBe(
            [
                "gen_ai.system_instructions",
                "gen_ai.input.messages",
                "gen_ai.output.messages",
                "gen_ai.tool.call.arguments",
                "gen_ai.tool.call.result",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Failures_are_named_by_their_kind()
    {
        using Listener listener = new("trace-failure");
        Agent agent = Agents.Saying(ScriptedReply.Fail(new ModelException(ErrorKind.Unauthorized, "no key")));

        await Runs.ResultAsync(agent, new RunConfig { RunId = "trace-failure" }, observed: false);

        listener.Seen.Select(each => each.GetTagItem("error.type")).ShouldBe(["unauthorized", "unauthorized"]);
        listener.Seen.ShouldAllBe(each => each.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public async Task A_run_that_is_not_to_be_traced_is_not()
    {
        using Listener listener = new("trace-none");

        await Runs.ResultAsync(Nesting(), new RunConfig { RunId = "trace-none", TraceEnabled = false }, observed: true);

        listener.Seen.ShouldBeEmpty();
    }

    private static Agent Nesting()
    {
        UsageDetails usage = new() { InputTokenCount = 1, OutputTokenCount = 1 };
        Agent inner = new("Inner", "secret")
        {
            Description = "Works inside.",
            ChatClient = new ScriptedChatClient([ScriptedReply.Say("secret") with { Usage = usage }]),
        };
        return new Agent("Outer", "secret")
        {
            ChatClient = new ScriptedChatClient([
                ScriptedReply.Call("inner", new Dictionary<string, object?> { ["input"] = "secret" }) with
                {
                    Usage = usage,
                },
                ScriptedReply.Say("secret") with
                {
                    Usage = usage,
                },
            ]),
            Tools = [inner.AsTool("inner")],
        };
    }

    // Other tests run at the same time: what counts is what belongs to the trace of this one.
    private sealed class Listener : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly Activity _root;
        private readonly Lock _gate = new();
        private readonly List<Activity> _seen = [];

        public Listener(string name)
        {
            _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
            _root.DisplayName = name;
            ActivityTraceId trace = _root.TraceId;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Baton",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    lock (_gate)
                    {
                        if (activity.TraceId == trace)
                        {
                            _seen.Add(activity);
                        }
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Activity[] Seen
        {
            get
            {
                lock (_gate)
                {
                    return [.. _seen];
                }
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            _root.Dispose();
        }
    }
}
