using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Benchmarks.Agents;

/// <summary>The six things that every runtime is measured by, with Baton's and with the bare loop.</summary>
internal static class AgentCases
{
    /// <summary>The pieces of the streamed answer.</summary>
    public const int Pieces = 10_000;

    /// <summary>The runs at once.</summary>
    public const int AtOnce = 100;

    /// <summary>The turns of the conversation.</summary>
    public const int Talks = 100;

    private const string Input = "Hello";

    private static readonly AIFunction Add = AIFunctionFactory.Create(
        (int number) => number + 1,
        "add",
        "Adds one to a number"
    );

    private static readonly RunConfig Config = new() { MaxTurns = 20 };
    private static readonly ChatOptions Options = new() { Instructions = "You are helpful.", Tools = [Add] };
    private static readonly InstantModel OneTurnModel = new();
    private static readonly InstantModel TenTurnModel = new(turns: 10);
    private static readonly InstantModel ManyToolsModel = new(turns: 2, calls: 10);
    private static readonly InstantModel StreamModel = new(pieces: Pieces);
    private static readonly Agent OneTurnAgent = With(OneTurnModel);
    private static readonly Agent TenTurnAgent = With(TenTurnModel);
    private static readonly Agent ManyToolsAgent = With(ManyToolsModel);
    private static readonly Agent StreamAgent = With(StreamModel);

    /// <summary>The cases by name; each returns how much was done, to be checked.</summary>
    public static IReadOnlyDictionary<string, AgentCase> All { get; } =
        new Dictionary<string, AgentCase>(StringComparer.Ordinal)
        {
            ["one_turn"] = new(OneTurn, BareOneTurn, Done: 1),
            ["ten_turns"] = new(TenTurns, BareTenTurns, Done: 1),
            ["parallel_runs"] = new(ParallelRuns, BareParallelRuns, Done: AtOnce),
            ["stream"] = new(Stream, BareStream, Done: Pieces * 5),
            ["parallel_tools"] = new(ParallelTools, BareParallelTools, Done: 1),
            ["conversation"] = new(Conversation, BareConversation, Done: Talks * 2),
        };

    public static async Task<int> OneTurn() => Done(await Runner.RunAsync(OneTurnAgent, Input, Config));

    public static async Task<int> BareOneTurn() => Done(await BareLoop.RunAsync(OneTurnModel, Options, [], Input));

    public static async Task<int> TenTurns() => Done(await Runner.RunAsync(TenTurnAgent, Input, Config));

    public static async Task<int> BareTenTurns() => Done(await BareLoop.RunAsync(TenTurnModel, Options, [], Input));

    public static Task<int> ParallelRuns() => AllAsync(TenTurns);

    public static Task<int> BareParallelRuns() => AllAsync(BareTenTurns);

    public static async Task<int> ParallelTools() => Done(await Runner.RunAsync(ManyToolsAgent, Input, Config));

    public static async Task<int> BareParallelTools() =>
        Done(await BareLoop.RunAsync(ManyToolsModel, Options, [], Input));

    public static async Task<int> Stream()
    {
        int length = 0;
        await foreach (AgentEvent happened in new StreamingRunner(StreamAgent, Config).RunAsync(Input))
        {
            length += happened is TextEvent text ? text.Content.Length : 0;
        }

        return length;
    }

    public static async Task<int> TextStream()
    {
        int length = 0;
        await foreach (string text in Runner.RunStreamAsync(StreamAgent, Input, Config))
        {
            length += text.Length;
        }

        return length;
    }

    public static Task<int> BareStream() => BareLoop.StreamAsync(StreamModel, Options, Input);

    public static async Task<int> Conversation()
    {
        IReadOnlyList<ChatMessage> history = [];
        for (int talk = 0; talk < Talks; talk++)
        {
            history = (await Runner.RunAsync(OneTurnAgent, Input, Config, history)).History;
        }

        return history.Count;
    }

    public static async Task<int> BareConversation()
    {
        List<ChatMessage> history = [];
        for (int talk = 0; talk < Talks; talk++)
        {
            await BareLoop.RunAsync(OneTurnModel, Options, history, Input);
        }

        return history.Count;
    }

    private static async Task<int> AllAsync(Func<Task<int>> run)
    {
        Task<int>[] runs = new Task<int>[AtOnce];
        for (int index = 0; index < runs.Length; index++)
        {
            runs[index] = Task.Run(run);
        }

        return (await Task.WhenAll(runs)).Sum();
    }

    private static Agent With(IChatClient client) =>
        new("Assistant", "You are helpful.") { ChatClient = client, Tools = [Add] };

    private static int Done(RunResult result) => Done(result.FinalOutput!);

    private static int Done(string output) => output == "Hello!" ? 1 : 0;
}

/// <summary>One thing to measure.</summary>
/// <param name="Baton">Done by the runtime.</param>
/// <param name="Floor">Done by hand.</param>
/// <param name="Done">What both have to return.</param>
internal sealed record AgentCase(Func<Task<int>> Baton, Func<Task<int>> Floor, int Done);
