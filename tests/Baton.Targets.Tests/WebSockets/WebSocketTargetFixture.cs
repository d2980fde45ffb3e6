using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>Takes turns with WebSocket targets made from options.</summary>
internal static class WebSocketTargetFixture
{
    public static WebSocketOptions To(WebSocketServer server) => new() { Url = server.Url };

    public static WebSocketOptions To(RawServer server) => new() { Url = $"ws{server.Url[4..]}/chat" };

    /// <summary>The bare target, without anything laid around it.</summary>
    public static WebSocketTarget Bare(WebSocketOptions options, TargetEnvironment? environment = null) =>
        new(new RunnerOptions { WebSocket = options }, environment ?? Here);

    /// <summary>The target with everything the options ask for.</summary>
    public static ITarget Whole(
        WebSocketOptions options,
        RunnerOptions? common = null,
        TargetEnvironment? environment = null
    ) => TargetFactory.Create((common ?? new RunnerOptions()) with { WebSocket = options }, environment ?? Here);

    public static async Task<IReadOnlyList<AgentEvent>> AskAsync(
        WebSocketOptions options,
        RunnerOptions? common = null,
        TargetEnvironment? environment = null
    )
    {
        await using ITarget target = Whole(options, common, environment);
        return await TurnAsync(target);
    }

    public static async Task<IReadOnlyList<AgentEvent>> AskAsync(
        this IConversation conversation,
        string input,
        int number = 1
    )
    {
        List<AgentEvent> events = [];
        await foreach (
            AgentEvent item in conversation.TakeTurnAsync(new Turn { Input = input, Number = number }, Cancellation)
        )
        {
            events.Add(item);
        }

        events.Count(item => item is FinalEvent or ErrorEvent or LimitEvent).ShouldBe(1);
        return events;
    }

    public static IConversation Start(this IAgent target) =>
        target.StartConversation(new ConversationContext { RunId = "run-1" });

    public static Template Json(string template) => Template.ParseJson(template);

    /// <summary>What the settings' own check says of the <c>websocket:</c> section.</summary>
    public static IReadOnlyList<ConfigurationError> Check(WebSocketOptions options)
    {
        ConfigurationErrors errors = new();
        options.Validate(
            new SectionValidation(
                new ConfigurationMapping(new ConfigurationPlace("f.yaml", 1, 1), []),
                "runner.websocket",
                errors
            )
        );
        return errors.Items;
    }
}
