namespace Baton.Agents.Providers;

/// <summary>
/// Finds out whether a model's server can be reached; got from a chat client by <c>GetService</c>. Safe for concurrent
/// use.
/// </summary>
public interface IModelProbe
{
    /// <summary>Asks for the list of models, which costs nothing. A server without such a list counts as reached.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see langword="null"/> when the server answers and takes the key, otherwise what is wrong.</returns>
    ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken);
}
