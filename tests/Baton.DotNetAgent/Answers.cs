using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Agents;
using CsvHelper;
using Microsoft.Extensions.AI;

namespace Baton.DotNetAgent;

/// <summary>Methods of every shape, to be called by the tests of <c>dotnet</c> targets.</summary>
public static class Answers
{
    private static int _calls;

    /// <summary>Says back what it hears.</summary>
    public static string Say(string input) => $"You said: {input}";

    /// <summary>Says back what it hears, and fails at <c>fail</c>.</summary>
    public static async Task<string> SayLater(string input, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return input == "fail" ? throw new InvalidOperationException("as asked") : $"You said: {input}";
    }

    /// <summary>Counts its calls in this load context.</summary>
    public static ValueTask<string> Count(string input) => new($"{Interlocked.Increment(ref _calls)} {input}");

    /// <summary>Streams words.</summary>
    public static async IAsyncEnumerable<string> Words(
        string input,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (string word in new[] { "You ", "said: ", input })
        {
            await Task.Delay(1, cancellationToken);
            yield return input == "fail" ? throw new InvalidOperationException("as asked") : word;
        }
    }

    /// <summary>Streams words one after the other.</summary>
    public static IEnumerable<string> WordsInTurn(string input)
    {
        yield return "[DONE] ";
        yield return "{" + input;
    }

    /// <summary>Streams objects.</summary>
    public static async IAsyncEnumerable<object> Objects(string input)
    {
        yield return new { Step = 1 };
        await Task.Yield();
        yield return new { Delta = "You said " };
        yield return new { Delta = input };
    }

    /// <summary>Streams objects with the text at a place of their own.</summary>
    public static IEnumerable<Piece> Pieces(string input) => [new(new("a ")), new(new(input))];

    /// <summary>Streams the updates of a chat.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Updates(string input)
    {
        yield return new ChatResponseUpdate(
            ChatRole.Assistant,
            [new FunctionCallContent("c1", "look", new Dictionary<string, object?> { ["at"] = input })]
        );
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Tool, [new FunctionResultContent("c1", "seen")]);
        yield return new ChatResponseUpdate(ChatRole.Assistant, "I ");
        yield return new ChatResponseUpdate(ChatRole.Assistant, "saw it")
        {
            Contents = { new UsageContent(new UsageDetails { InputTokenCount = 5, OutputTokenCount = 7 }) },
        };
    }

    /// <summary>Streams events of its own.</summary>
    public static IEnumerable<AgentEvent> Events(Turn turn) =>
        [new ReasoningEvent("hm"), new TextEvent("turn "), new TextEvent($"{turn.Number}")];

    /// <summary>Answers with an object.</summary>
    public static Task<Answer> Object(string query) => Task.FromResult(new Answer(query.ToUpperInvariant(), 3));

    /// <summary>Answers with a whole chat response.</summary>
    public static ChatResponse Response(string input) =>
        new(new ChatMessage(ChatRole.Assistant, input)) { Usage = new UsageDetails { InputTokenCount = 2 } };

    /// <summary>Shows everything it can be told.</summary>
    public static string Told(
        ConversationContext context,
        string persona,
        string question,
        IReadOnlyList<ChatMessage> history,
        int iteration,
        int turn,
        string run_id,
        bool? autoApproveTools,
        System.Text.Json.Nodes.JsonObject? metadata,
        string greeting = "hello"
    ) =>
        $"{greeting} {persona}: {question} ({history.Count}, {iteration}, {turn}, {run_id}, {autoApproveTools}, {metadata?["k"]}, {context.Persona?.Prompt})";

    /// <summary>Uses a package of its own.</summary>
    public static string Csv(string input)
    {
        using StringReader text = new(input);
        using CsvReader reader = new(text, CultureInfo.InvariantCulture);
        reader.Read();
        return reader.GetField(1) ?? "";
    }

    /// <summary>Prints around an await.</summary>
    public static async Task<string> Print(string input)
    {
        Console.WriteLine($"before {input}");
        await Task.Delay(1);
        await Console.Error.WriteAsync("after\n");
        Console.Write("no end");
        return input;
    }

    /// <summary>Never returns, whatever it is told.</summary>
    public static string Hang(string input)
    {
        Console.WriteLine("hanging");
        new ManualResetEventSlim().Wait();
        return input;
    }

    /// <summary>Streams without an end.</summary>
    public static IEnumerable<string> Endless(string input)
    {
        while (true)
        {
            yield return input;
        }
    }

    /// <summary>Blocks its thread a while.</summary>
    public static string Block(string input)
    {
        Thread.Sleep(200);
        return input;
    }

    /// <summary>Returns nothing where something is due.</summary>
    public static string? Null(string input) => input == "something" ? input : null;

    /// <summary>Streams nothing.</summary>
    public static IEnumerable<string> Nothing(string input) => input == "something" ? [input] : [];

    /// <summary>Has two that could be meant.</summary>
    public static string Twice(string input) => input;

    /// <summary>Has two that could be meant.</summary>
    public static string Twice(string input, int turn) => input + turn;

    /// <summary>Has one that cannot be called and one that can.</summary>
    public static string Once(string input, Uri somewhere) => input + somewhere;

    /// <summary>Has one that cannot be called and one that can.</summary>
    public static string Once(string input) => input;

    /// <summary>Returns nothing.</summary>
    public static void Void(string input) => Say(input);

    /// <summary>Hears nothing.</summary>
    public static string Deaf() => "what?";

    /// <summary>Wants what nobody has.</summary>
    public static string Demanding(string input, Uri somewhere) => input + somewhere;

    /// <summary>Is generic.</summary>
    public static T Generic<T>(T input) => input;

    /// <summary>The trace it works in.</summary>
    public static string Trace(string input) => $"{System.Diagnostics.Activity.Current?.TraceId}";

    internal static string Hidden(string input) => input;

    /// <summary>What is streamed by <see cref="Pieces"/>.</summary>
    public sealed record Piece(Inner Item);

    /// <summary>Holds the text.</summary>
    public sealed record Inner(string Words);

    /// <summary>What is returned by <see cref="Object"/>.</summary>
    public sealed record Answer(string Output, int Stars);
}
