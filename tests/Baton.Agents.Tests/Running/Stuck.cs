using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Something that never ends and heeds no token, and says when a run has come to it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Usage",
    "CA2213",
    Justification = "A blocked thread may still be leaving the gate"
)]
internal sealed class Stuck : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _never = new();
    private readonly ManualResetEventSlim _gate = new();

    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public async Task HangAsync()
    {
        _reached.TrySetResult();
        await _never.Task;
    }

    public async Task<T> HangAsync<T>()
    {
        await HangAsync();
        throw new InvalidOperationException("It hangs for ever");
    }

    /// <summary>Holds the thread until the test is over.</summary>
    public string Block()
    {
        _reached.TrySetResult();
        _gate.Wait();
        return "late";
    }

    public void Dispose() => _gate.Set();
}

/// <summary>Hooks of which one hangs.</summary>
internal sealed class StuckHooks(Stuck stuck, string where) : RunHooks
{
    public override ValueTask BeforeRunAsync(RunContext context, CancellationToken cancellationToken) =>
        At("before_run");

    public override ValueTask AfterRunAsync(RunContext context, RunResult result) => At("after_run");

    public override ValueTask BeforeModelCallAsync(
        RunContext context,
        ChatOptions options,
        CancellationToken cancellationToken
    ) => At("before_model");

    public override ValueTask AfterModelCallAsync(
        RunContext context,
        ChatMessage answer,
        CancellationToken cancellationToken
    ) => At("after_model");

    public override ValueTask BeforeToolCallAsync(
        RunContext context,
        FunctionCallContent call,
        CancellationToken cancellationToken
    ) => At("before_tool");

    public override ValueTask AfterToolCallAsync(
        RunContext context,
        ToolCallRecord call,
        CancellationToken cancellationToken
    ) => At("after_tool");

    private ValueTask At(string place) => place == where ? new ValueTask(stuck.HangAsync()) : default;
}

/// <summary>A session that hangs when it is read or written.</summary>
internal sealed class StuckSession(Stuck stuck, bool reading) : ISession
{
    public string Id => "stuck";

    public ValueTask<IReadOnlyList<ChatMessage>> ReadAsync(CancellationToken cancellationToken = default) =>
        reading ? new(stuck.HangAsync<IReadOnlyList<ChatMessage>>()) : new(Array.Empty<ChatMessage>());

    public ValueTask AppendAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken = default) =>
        reading ? default : new(stuck.HangAsync());

    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => default;
}

/// <summary>A reducer that never comes back.</summary>
internal sealed class StuckReducer(Stuck stuck) : IChatReducer
{
    public Task<IEnumerable<ChatMessage>> ReduceAsync(
        IEnumerable<ChatMessage> messages,
        CancellationToken cancellationToken
    ) => stuck.HangAsync<IEnumerable<ChatMessage>>();
}
