using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Containers;

/// <summary>A container whose agent listens on a port, and the HTTP target for that port once it answers.</summary>
internal sealed class HttpContainer : IAsyncDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LateExit = TimeSpan.FromSeconds(1);

    private readonly ContainerHost _host;
    private readonly RunnerOptions _runner;
    private readonly TargetEnvironment _environment;
    private readonly OutputTail _printed = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly ContainerProgram _program;
    private readonly Task _reading;
    private HttpTarget? _target;

    /// <summary>Begins to start the container.</summary>
    public HttpContainer(ContainerHost host, RunnerOptions runner, TargetEnvironment environment)
    {
        _host = host;
        _runner = runner;
        _environment = environment;
        _program = ContainerProgram.Start(host, _printed.Add, traceParent: null);
        _reading = ReadAsync();
        Ready = GetReadyAsync();
    }

    /// <summary>Completes with the target once the agent answers; fails with <see cref="ProcessStartException"/>.</summary>
    public Task<HttpTarget> Ready { get; }

    /// <summary>Conversations that are with it; guarded by who counts them.</summary>
    public int Conversations { get; set; }

    /// <summary>Whether it takes no more requests.</summary>
    public bool IsOver => _program.Exit.IsCompleted || Ready.IsFaulted || Ready.IsCanceled;

    private ContainerOptions Options => _host.Options;

    /// <summary>Why a request failed, where the container's end is the reason; otherwise the failure as it is.</summary>
    public async ValueTask<AgentEvent> ExplainAsync(ErrorEvent failed)
    {
        if (failed.Error.Kind is not (ErrorKind.ConnectionLost or ErrorKind.Refused or ErrorKind.Protocol))
        {
            return failed;
        }

        try
        {
            ProcessExit exit = await _program.Exit.WaitAsync(LateExit, _environment.TimeProvider).ConfigureAwait(false);
            return (AgentEvent?)_program.Limit
                ?? new ErrorEvent(_program.Failure ?? Ended(ErrorKind.ProcessExit, exit, "before it answered"));
        }
        catch (TimeoutException)
        {
            return failed;
        }
    }

    /// <summary>Ends and removes the container.</summary>
    public async ValueTask DisposeAsync()
    {
        await _giveUp.CancelAsync().ConfigureAwait(false);
        await _program.StopAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await ((Task)Ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_target is not null)
        {
            await _target.DisposeAsync().ConfigureAwait(false);
        }

        await _program.DisposeAsync().ConfigureAwait(false);
        _giveUp.Dispose();
    }

    private async Task<HttpTarget> GetReadyAsync()
    {
        await _program.Started.WaitAsync(_giveUp.Token).ConfigureAwait(false);
        using CancellationTokenSource late = new(Options.ReadyTimeout, _environment.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            _giveUp.Token
        );
        string authority = "";
        try
        {
            if (!_program.Exit.IsCompleted)
            {
                authority = await AuthorityAsync(either.Token).ConfigureAwait(false);
                await WaitForAnswerAsync(authority, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!_giveUp.IsCancellationRequested)
        {
            throw new ProcessStartException(With(NotReady(authority)));
        }

        if (_program.Exit.IsCompleted)
        {
            ProcessExit exit = await _program.Exit.ConfigureAwait(false);
            throw new ProcessStartException(
                _program.Failure ?? Ended(ErrorKind.Start, exit, $"before port {Options.Port} answered")
            );
        }

        HttpOptions http = Options.Http! with { Url = $"http://{authority}{PathOf(Options.Http.Url)}", Timeout = null };
        return _target = new HttpTarget(
            _runner with
            {
                Container = null,
                Http = http,
            },
            _environment with
            {
                WithoutProxy = true,
            }
        );
    }

    private async Task<string> AuthorityAsync(CancellationToken cancellationToken)
    {
        if (Options.NetworkOrDefault == "host")
        {
            return $"127.0.0.1:{Options.Port}";
        }

        try
        {
            JsonNode known = await _host.Engine.InspectAsync(_program.Name, cancellationToken).ConfigureAwait(false);
            if (known["NetworkSettings"]?["Ports"]?[$"{Options.Port}/tcp"]?[0]?["HostPort"] is { } port)
            {
                return $"127.0.0.1:{port}";
            }
        }
        catch (EngineException failed) when (!_program.Exit.IsCompleted)
        {
            throw new ProcessStartException(_host.Failure.NotStarted(failed), failed);
        }
        catch (EngineException)
        {
            return "";
        }

        throw ProcessStartException.Because(
            $"the engine published no port for {Options.Port} in the network `{Options.NetworkOrDefault}`; name another in `container.network`"
        );
    }

    private async Task WaitForAnswerAsync(string authority, CancellationToken cancellationToken)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        Uri address = new($"http://{authority}{Options.ReadyPath ?? "/"}");
        while (
            !_program.Exit.IsCompleted && !await AnswersAsync(client, address, cancellationToken).ConfigureAwait(false)
        )
        {
            await Task.Delay(AskAgain, _environment.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // The engine takes connections for a port on which nobody listens yet, so only an answer counts.
    private async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await client
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return Options.ReadyPath is null || response.StatusCode < HttpStatusCode.BadRequest;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using LineReader lines = new(_program.Output);
        do
        {
            while (lines.TryRead(out OutputLine line))
            {
                ReadOnlySpan<byte> shown = line.Bytes.Span[..Math.Min(line.Bytes.Length, LineReader.LongestText)];
                _printed.Add(Encoding.UTF8.GetString(shown));
            }
        } while (await lines.FillAsync(CancellationToken.None).ConfigureAwait(false));
    }

    private AgentError NotReady(string authority)
    {
        string within = string.Create(
            CultureInfo.InvariantCulture,
            $"within {Options.ReadyTimeout.TotalSeconds:0.###} s"
        );
        return new AgentError(
            ErrorKind.Start,
            Options.ReadyPath is { } path
                ? $"`GET {path}` on port {Options.Port} of `{Options.Image}` brought no success {within}; let the agent listen on 0.0.0.0, correct `ready_path` and `port`, or raise `ready_timeout`"
                : $"nothing answers on port {Options.Port} of `{Options.Image}` ({authority} here) {within}; let the agent listen on 0.0.0.0, correct `port`, or raise `ready_timeout`"
        );
    }

    private AgentError Ended(string kind, ProcessExit exit, string when) =>
        With(
            new AgentError(
                kind,
                $"the container {exit} {when}" + (_printed.TellingLine is { } line ? $"; it printed: {line}" : "")
            )
            {
                Details = new JsonObject { ["exit_code"] = exit.Code },
            }
        );

    private AgentError With(AgentError error)
    {
        string tail = _printed.ToString();
        if (tail.Length == 0)
        {
            return error;
        }

        JsonObject details = (JsonObject?)error.Details?.DeepClone() ?? [];
        details["printed"] = tail;
        return error with { Details = details };
    }

    private static string PathOf(string url)
    {
        int authority = url.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : url.IndexOf('/', authority + 3);
        return path < 0 ? "/" : url[path..];
    }
}
