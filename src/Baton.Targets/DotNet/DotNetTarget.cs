using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.DotNet;

/// <summary>An agent that is a method of a .NET assembly, called inside Baton's process; see <c>docs/targets/dotnet.md</c>.</summary>
public sealed class DotNetTarget : ITarget
{
    private readonly DotNetMethod _method;
    private readonly string _path;
    private readonly Uri? _telemetry;
    private readonly Lock _gate = new();
    private readonly CallThreads _threads;
    private readonly ReturnedEvents _events;
    private LoadedAgent? _loaded;
    private IDisposable? _console;
    private bool _isOver;

    /// <summary>Describes the target; nothing is loaded yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Dotnet"/> is given.</param>
    /// <param name="environment">Where relative paths start.</param>
    public DotNetTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _method =
            options.Dotnet
            ?? throw new ArgumentException("`dotnet` is not given in the `runner` section", nameof(options));
        _path = Path.GetFullPath(
            Path.Combine(environment.ProjectDirectory, options.WorkingDirectory ?? "", _method.AssemblyPath)
        );
        _telemetry = environment.TelemetryEndpoint;
        _threads = new CallThreads(_method.MethodName);
        _events = new ReturnedEvents(
            $"{_method.TypeName}.{_method.MethodName}",
            new StreamRules { TextPath = options.StreamOutputPath },
            _threads
        );
    }

    /// <inheritdoc/>
    public string Name => _method.ToString();

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new DotNetConversation(this, context, _events, _threads, _telemetry);

    /// <summary>Loads the assembly and finds the method.</summary>
    /// <param name="cancellationToken">Not looked at: nothing is waited for.</param>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) => new(TryLoad().Error);

    /// <summary>Lets the assembly go. Code that never returned keeps it in memory.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
            _console?.Dispose();
            _loaded?.Unload();
            _loaded = null;
        }

        _threads.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The agent, loaded when it is first asked for; or why it cannot be.</summary>
    internal (LoadedAgent? Agent, AgentError? Error) TryLoad()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            try
            {
                _loaded ??= LoadedAgent.Load(_path, _method);
                _console ??= ConsoleCapture.Listen();
                return (_loaded, null);
            }
            catch (DotNetLoadException wrong)
            {
                return (null, wrong.Error);
            }
        }
    }
}
