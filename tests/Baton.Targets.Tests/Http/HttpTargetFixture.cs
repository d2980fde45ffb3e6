using System.Text;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Http;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Http;

/// <summary>Takes turns with HTTP targets made from options.</summary>
internal static class HttpTargetFixture
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TargetEnvironment Here { get; } =
        new() { ProjectDirectory = System.IO.Path.GetTempPath(), MaxConcurrency = 8 };

    public static ITarget Target(
        HttpOptions http,
        RunnerOptions? common = null,
        TargetEnvironment? environment = null
    ) => TargetFactory.Create((common ?? new RunnerOptions()) with { Http = http }, environment ?? Here);

    public static async Task<IReadOnlyList<AgentEvent>> TurnAsync(
        HttpOptions http,
        RunnerOptions? common = null,
        TargetEnvironment? environment = null
    )
    {
        await using ITarget target = Target(http, common, environment);
        return await TurnAsync(target);
    }

    public static async Task<IReadOnlyList<AgentEvent>> TurnAsync(IAgent target, string input = "hi")
    {
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "run-1" });
        return await TurnAsync(conversation, input);
    }

    public static async Task<IReadOnlyList<AgentEvent>> TurnAsync(IConversation conversation, string input = "hi")
    {
        List<AgentEvent> events = [];
        await foreach (AgentEvent item in conversation.TakeTurnAsync(new Turn { Input = input }, Cancellation))
        {
            events.Add(item);
        }

        events.Count(item => item is FinalEvent or ErrorEvent or LimitEvent).ShouldBe(1);
        events[^1].ShouldBeAssignableTo<AgentEvent>();
        return events;
    }

    public static string Output(this IReadOnlyList<AgentEvent> events) =>
        events[^1].ShouldBeOfType<FinalEvent>(Told(events)).Output;

    public static AgentError Error(this IReadOnlyList<AgentEvent> events) =>
        events[^1].ShouldBeOfType<ErrorEvent>(Told(events)).Error;

    public static string Text(this IReadOnlyList<AgentEvent> events) =>
        string.Concat(events.OfType<TextEvent>().Select(text => text.Content));

    public static DataPath Path(string path) => DataPath.Parse(path);

    /// <summary>What the settings' own check says of the <c>http:</c> section.</summary>
    public static IReadOnlyList<ConfigurationError> Check(HttpOptions options)
    {
        ConfigurationErrors errors = new();
        options.Validate(
            new SectionValidation(
                new ConfigurationMapping(new ConfigurationPlace("f.yaml", 1, 1), []),
                "runner.http",
                errors
            )
        );
        return errors.Items;
    }

    /// <summary>Waits, without sleeping, until something another task does has happened.</summary>
    public static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static string Told(IReadOnlyList<AgentEvent> events) =>
        new StringBuilder().AppendJoin('\n', events).ToString();
}
