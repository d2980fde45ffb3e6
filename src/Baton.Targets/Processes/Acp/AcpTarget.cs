using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>An agent that is a program speaking the Agent Client Protocol; see <c>docs/targets/acp.md</c>.</summary>
public sealed class AcpTarget : ITarget
{
    private readonly ProcessOptions _options;
    private readonly AcpAgents _agents;

    /// <summary>Describes the target; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Process"/> speaks <see cref="ProcessProtocol.Acp"/>.</param>
    /// <param name="environment">Where it is started from.</param>
    public AcpTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Process
            ?? throw new ArgumentException("`process` is not given in the `runner` section", nameof(options));
        _agents = new AcpAgents(_options, ProcessTarget.StartOf(options, environment), options.Guards?.MaxMemory);
    }

    /// <inheritdoc/>
    public string Name => _options.Command.ToString();

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => new AcpConversation(_agents, context);

    /// <summary>Starts a process, greets it and opens a session; no prompt is sent.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        ConversationContext nobody = new() { RunId = "probe" };
        try
        {
            AcpAgent agent = await _agents.JoinAsync(nobody, cancellationToken).ConfigureAwait(false);
            try
            {
                agent.CloseSession(await agent.OpenSessionAsync(nobody, cancellationToken).ConfigureAwait(false));
                return null;
            }
            finally
            {
                await _agents.LeaveAsync(agent).ConfigureAwait(false);
            }
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
        catch (AcpException failed)
        {
            return failed.Error;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _agents.DisposeAsync();
}
