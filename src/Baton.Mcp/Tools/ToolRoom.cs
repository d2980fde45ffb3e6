using Baton.Configuration;
using Baton.Mcp.Places;

namespace Baton.Mcp.Tools;

/// <summary>What all tools of a server share: the root, the secrets to keep, and the server's end. Thread-safe.</summary>
internal sealed class ToolRoom : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource? _empty;
    private int _present;

    /// <summary>A room at a place.</summary>
    public ToolRoom(McpPlace place)
    {
        Place = place;
        Root = new ProjectRoot(place.Root);
        Variables = VariablesOf(place, Root);
        SecretCollector secrets = new();
        secrets.AddNamedLikeSecrets(Variables);
        Redactor = new SecretRedactor(secrets);
    }

    /// <summary>What the server was given.</summary>
    public McpPlace Place { get; }

    /// <summary>The folder that reading stays inside.</summary>
    public ProjectRoot Root { get; }

    /// <summary>The variables of the process, and those of <c>.env</c> in the root.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Takes the values of variables that are named like secrets out of texts.</summary>
    public SecretRedactor Redactor { get; }

    /// <summary>Is cancelled once the server is ending: what runs is to stop in order.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Is cancelled once what runs is to be given up.</summary>
    public CancellationToken GivingUp => _givingUp.Token;

    /// <summary>The text without secrets.</summary>
    public string Redact(string text) => Redactor.Redact(text);

    /// <summary>Tells whoever looks after the server.</summary>
    public void Report(string line) => Place.Report(Redact(line));

    /// <summary>Says that a call is under way until the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            _present++;
        }

        return new Presence(this);
    }

    /// <summary>Stops what runs in order, and returns when nothing does any more.</summary>
    /// <param name="insisted">Gives up what still runs.</param>
    public async Task EndAsync(CancellationToken insisted)
    {
        using CancellationTokenRegistration giveUp = insisted.Register(_givingUp.Cancel);
        await _ending.CancelAsync().ConfigureAwait(false);
        Task empty;
        lock (_gate)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_present == 0)
            {
                _empty.TrySetResult();
            }

            empty = _empty.Task;
        }

        await empty.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Dispose();
        _givingUp.Dispose();
    }

    // A `.env` that cannot be read is told by the calls that need it.
    private static Dictionary<string, string> VariablesOf(McpPlace place, ProjectRoot root)
    {
        Dictionary<string, string> variables = new(place.Environment, StringComparer.Ordinal);
        string file = Path.Combine(root.Folder, ".env");
        if (root.Holds(file))
        {
            foreach ((string name, string value) in DotEnv.Read(file, new ConfigurationErrors(), ".env"))
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_present == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    private sealed class Presence(ToolRoom room) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                room.Leave();
            }
        }
    }
}
