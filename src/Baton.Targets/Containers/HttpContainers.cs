using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Http;

namespace Baton.Targets.Containers;

/// <summary>Containers that listen on a port: one for all conversations where they are reused, else one for each.</summary>
internal sealed class HttpContainers(ContainerHost host, RunnerOptions runner, TargetEnvironment environment)
    : IContainerAgents
{
    private readonly Lock _gate = new();
    private Task<HttpContainer>? _shared;

    public IConversation StartConversation(ConversationContext context) => new Conversation(this, context);

    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        if (host.Options.Reuse)
        {
            await SharedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        Task<HttpContainer>? shared;
        lock (_gate)
        {
            shared = _shared;
            _shared = null;
        }

        if (shared is not null)
        {
            await ((Task)shared).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (shared.IsCompletedSuccessfully)
            {
                await (await shared.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // A container that could not be started or has ended is replaced.
    private async Task<HttpContainer> SharedAsync()
    {
        Task<HttpContainer> shared;
        lock (_gate)
        {
            shared = _shared ??= HttpContainer.StartAsync(host, runner, environment, CancellationToken.None);
        }

        try
        {
            HttpContainer container = await shared.ConfigureAwait(false);
            if (!container.HasEnded)
            {
                return container;
            }

            await container.DisposeAsync().ConfigureAwait(false);
        }
        catch (EngineException)
        {
            Forget(shared);
            throw;
        }

        Forget(shared);
        return await SharedAsync().ConfigureAwait(false);
    }

    private void Forget(Task<HttpContainer> shared)
    {
        lock (_gate)
        {
            _shared = _shared == shared ? null : _shared;
        }
    }

    private sealed class Conversation(HttpContainers containers, ConversationContext context) : IConversation
    {
        private HttpContainer? _own;
        private IConversation? _inner;

        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            AgentError? failure = await EnsureAsync(cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                yield return new ErrorEvent(failure);
                yield break;
            }

            await foreach (AgentEvent happened in _inner!.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_inner is not null)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }

            if (_own is not null)
            {
                await _own.DisposeAsync().ConfigureAwait(false);
            }
        }

        private async Task<AgentError?> EnsureAsync(CancellationToken cancellationToken)
        {
            if (_inner is not null)
            {
                return null;
            }

            try
            {
                HttpContainer container;
                if (containers.IsShared)
                {
                    container = await containers.SharedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    container = _own = await containers.StartAsync(cancellationToken).ConfigureAwait(false);
                }

                _inner = container.StartConversation(context);
                return null;
            }
            catch (EngineException failure)
            {
                return ContainerHost.Failure(failure);
            }
        }
    }

    private bool IsShared => host.Options.Reuse;

    private Task<HttpContainer> StartAsync(CancellationToken cancellationToken) =>
        HttpContainer.StartAsync(host, runner, environment, cancellationToken);
}

/// <summary>A container that listens on a port, and the target that asks it.</summary>
internal sealed class HttpContainer : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private readonly ContainerHost _host;
    private readonly string _id;
    private readonly HttpTarget _target;
    private readonly Task<int> _exit;

    private HttpContainer(ContainerHost host, string id, HttpTarget target, Task<int> exit)
    {
        _host = host;
        _id = id;
        _target = target;
        _exit = exit;
    }

    /// <summary>Whether it no longer runs.</summary>
    public bool HasEnded => _exit.IsCompleted;

    /// <summary>Starts a container and waits until its port is open.</summary>
    /// <exception cref="EngineException">It cannot be started, or ended, or its port stays closed.</exception>
    public static async Task<HttpContainer> StartAsync(
        ContainerHost host,
        RunnerOptions runner,
        TargetEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        string id = await host.CreateAsync(traceParent: null, cancellationToken).ConfigureAwait(false);
        try
        {
            await host.Engine.StartAsync(id, cancellationToken).ConfigureAwait(false);
            Task<int> exit = host.Engine.WaitAsync(id, CancellationToken.None);
            string authority = await AuthorityAsync(host, id, cancellationToken).ConfigureAwait(false);
            await WaitForPortAsync(host, environment.TimeProvider, authority, exit, cancellationToken)
                .ConfigureAwait(false);
            HttpOptions http = host.Options.Http! with
            {
                Url = $"http://{authority}{PathOf(host.Options.Http.Url)}",
                Timeout = null,
            };
            return new HttpContainer(
                host,
                id,
                new HttpTarget(runner with { Container = null, Http = http }, environment),
                exit
            );
        }
        catch
        {
            await host.Engine.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a conversation with the agent in it.</summary>
    public IConversation StartConversation(ConversationContext context) => _target.StartConversation(context);

    public async ValueTask DisposeAsync()
    {
        await _target.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _host.Engine.StopAsync(_id, _host.Options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
            await _host.Engine.RemoveAsync(_id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // The engine is gone; the sweep at the next start finds what is left.
        }

        await ((Task)_exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<string> AuthorityAsync(ContainerHost host, string id, CancellationToken cancellationToken)
    {
        if (host.Options.Network == "host")
        {
            return $"127.0.0.1:{host.Options.Port}";
        }

        JsonNode known = await host.Engine.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        JsonNode? binding = known["NetworkSettings"]?["Ports"]?[$"{host.Options.Port}/tcp"]?[0];
        return binding is null
            ? throw new EngineException(
                $"the engine published no port for {host.Options.Port} of `{host.Options.Image}`; has `network: {host.Options.Network ?? "bridge"}` a bridge?"
            )
            : $"127.0.0.1:{binding["HostPort"]}";
    }

    private static async Task WaitForPortAsync(
        ContainerHost host,
        TimeProvider time,
        string authority,
        Task<int> exit,
        CancellationToken cancellationToken
    )
    {
        Uri address = new($"http://{authority}");
        long started = time.GetTimestamp();
        while (true)
        {
            if (exit.IsCompleted)
            {
                throw new EngineException(
                    $"the container of `{host.Options.Image}` ended with exit code {await exit.ConfigureAwait(false)} before its port was open"
                );
            }

            try
            {
                using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException) when (time.GetElapsedTime(started) < host.Options.ReadyTimeout)
            {
                await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException closed)
            {
                throw new EngineException(
                    $"nothing listens on port {host.Options.Port} of `{host.Options.Image}` after {host.Options.ReadyTimeout.TotalSeconds:0.###} s; "
                        + "let the agent listen on 0.0.0.0, correct `port`, or raise `ready_timeout`",
                    closed
                );
            }
        }
    }

    private static string PathOf(string url)
    {
        int authority = url.IndexOf("://", StringComparison.Ordinal);
        int path = authority < 0 ? -1 : url.IndexOf('/', authority + 3);
        return path < 0 ? "/" : url[path..];
    }
}
