using Baton.Agents.Providers;
using Baton.Agents.Providers.Transport;

namespace Baton.Agents.Running;

/// <summary>Which model is asked next: the same again after a wait, or the next in line. For one turn.</summary>
internal sealed class ModelAttempts(RunState run)
{
    private readonly IReadOnlyList<ModelCandidate> _models = run.Agent.Models;
    private int _model;
    private int _attempt = 1;

    public ModelCandidate Model => _models[_model];

    /// <summary>Waits until the next attempt.</summary>
    /// <param name="error">How the last one failed.</param>
    /// <returns>Whether there is a next attempt.</returns>
    public async ValueTask<bool> AgainAsync(Exception error)
    {
        RunConfig config = run.Config;
        if (run.Clock.Token.IsCancellationRequested)
        {
            return false;
        }

        ModelException? model = error as ModelException;
        TimeSpan? wait = new RetrySchedule(config.Retry, run.Random).WaitAfter(
            _attempt,
            IsTransient(error),
            model?.RetryAfter
        );
        if (wait is { } pause)
        {
            _attempt++;
            await Task.Delay(pause, config.TimeProvider, run.Clock.Token).ConfigureAwait(false);
            return true;
        }

        _attempt = 1;
        return ++_model < _models.Count;
    }

    private static bool IsTransient(Exception error) =>
        error switch
        {
            ModelException model => model is { IsTransient: true, Attempts: <= 1 },
            HttpRequestException { StatusCode: { } status } => (int)status is 408 or 409 or 429 or >= 500,
            HttpRequestException or IOException or TimeoutException => true,
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => false,
        };
}
