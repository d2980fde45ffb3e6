using Baton.Agents;
using Baton.Targets.Python;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Tests.Python;

/// <summary>A Python file in a folder of its own and the target that calls it.</summary>
internal sealed class PythonAgent : IAsyncDisposable
{
    private readonly TempWorkspace _workspace = new();
    private readonly List<IAsyncDisposable> _opened = [];
    private PythonTarget? _target;

    public PythonAgent(string code, string target = "agent:run")
    {
        Options = new RunnerOptions { Target = target };
        if (code.Length > 0)
        {
            Write("agent.py", code);
        }

        Environment = new TargetEnvironment { ProjectDirectory = _workspace.Root, Variables = ProcessVariables };
    }

    public static Dictionary<string, string> ProcessVariables =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .Where(pair => pair.Key is not ("VIRTUAL_ENV" or "CONDA_PREFIX" or "PYTHONPATH"))
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);

    public RunnerOptions Options { get; set; }

    public TargetEnvironment Environment { get; set; }

    public CancelGrace Grace { get; set; } = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(700));

    public string Root => _workspace.Root;

    public PythonTarget Target => _target ??= new PythonTarget(Options, Environment, Grace);

    /// <summary>Ends a test that hangs.</summary>
    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public string Write(string path, string content) => _workspace.Write(path, content);

    public IConversation Converse(ConversationContext? context = null)
    {
        IConversation conversation = Target.StartConversation(context ?? new ConversationContext { RunId = "run-1" });
        _opened.Add(conversation);
        return conversation;
    }

    public static async Task<List<AgentEvent>> TurnAsync(
        IConversation conversation,
        string input = "hi",
        int number = 1,
        CancellationToken? cancellationToken = null,
        params (string Role, string Text)[] history
    )
    {
        Turn turn = new()
        {
            Input = input,
            Number = number,
            History = [.. history.Select(said => new ChatMessage(new ChatRole(said.Role), said.Text))],
        };
        List<AgentEvent> events = [];
        await foreach (AgentEvent happened in conversation.TakeTurnAsync(turn, cancellationToken ?? Patience))
        {
            events.Add(happened);
        }

        return events;
    }

    public async Task<List<AgentEvent>> RunAsync(string input = "hi", ConversationContext? context = null)
    {
        await using IConversation conversation = Target.StartConversation(
            context ?? new ConversationContext { RunId = "run-1" }
        );
        return await TurnAsync(conversation, input);
    }

    public async Task<string> OutputAsync(string input = "hi", ConversationContext? context = null) =>
        Output(await RunAsync(input, context));

    public async Task<AgentError> ErrorAsync(string input = "hi", ConversationContext? context = null) =>
        (await RunAsync(input, context))[^1].ShouldBeOfType<ErrorEvent>().Error;

    public static string Output(List<AgentEvent> events)
    {
        AgentEvent last = events[^1];
        return last is ErrorEvent failed
            ? throw new InvalidOperationException($"{failed.Error.Kind}: {failed.Error.Message} {failed.Error.Details}")
            : last.ShouldBeOfType<FinalEvent>().Output;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable opened in _opened)
        {
            await opened.DisposeAsync();
        }

        if (_target is not null)
        {
            await _target.DisposeAsync();
        }

        _workspace.Dispose();
    }
}
