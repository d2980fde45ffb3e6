using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Http;

namespace Baton.Targets.A2A;

/// <summary>An agent that speaks the A2A protocol over JSON-RPC, versions 0.3 and 1.0. Safe for concurrent use.</summary>
/// <remarks>Time-outs, retries, pacing and guards are laid around it by <see cref="TargetFactory"/>.</remarks>
public sealed class A2ATarget : ITarget
{
    private static readonly TimeSpan _longestSearch = TimeSpan.FromSeconds(30);

    private readonly A2AOptions _options;
    private readonly TargetEnvironment _environment;
    private readonly A2AConnection _connection;
    private readonly AgentCardSource _cards;

    /// <summary>Creates the target; asks for nothing yet.</summary>
    /// <param name="options">The section, with <see cref="RunnerOptions.A2A"/> given.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <exception cref="ArgumentException">There is no <c>a2a:</c> section.</exception>
    public A2ATarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options = options.A2A ?? throw new ArgumentException("there is no `a2a:` section", nameof(options));
        _environment = environment;
        _connection = new A2AConnection(_options, environment);
        _cards = new AgentCardSource(_options, _connection, environment.ProjectDirectory);
        string place = _options.Url ?? _options.Card ?? "";
        Name = $"A2A {(Uri.TryCreate(place, UriKind.Absolute, out Uri? address) ? HttpAddress.Show(address) : place)}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new A2AConversation(_options, _connection, _cards, _environment.TimeProvider, context);

    /// <inheritdoc/>
    /// <remarks>Reads the agent's card and opens a connection to where it leads; sends no message.</remarks>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        using Deadline deadline = new(_longestSearch, _environment.TimeProvider, cancellationToken);
        (AgentCard? card, AgentError? error) found;
        try
        {
            found = await _cards.GetAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return HttpFailure.Refused(
                Name,
                $"no agent card within {_longestSearch.TotalSeconds:0} s",
                A2AConnection.Keys
            );
        }

        if (found.card is not { } card)
        {
            return found.error;
        }

        HttpOptions http = new() { Url = card.Endpoint.AbsoluteUri, VerifyTls = _options.VerifyTls };
        return await new HttpProbe(http.Url, http.VerifyTls, _environment.TimeProvider, A2AConnection.Keys)
            .RunAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _cards.Dispose();
        return ValueTask.CompletedTask;
    }
}
