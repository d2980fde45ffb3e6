using Baton.Agents;

namespace Baton.Experiments.Running;

/// <summary>Waits for a target that is gone for everyone, and gives it up after a while.</summary>
internal sealed class TargetPause(
    ExperimentDefinition definition,
    TargetWatch watch,
    RunControl control,
    Action<string> notice
)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time = definition.TimeProvider;
    private long? _downSince;

    /// <summary>Asks every second until the target answers; stops the sitting when it does not for too long.</summary>
    /// <returns>Whether runs may start again.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_downSince is null || watch.AnsweredSinceDown)
        {
            _downSince = _time.GetTimestamp();
        }

        AgentError latest = Latest();
        if (watch.IsUnauthorized)
        {
            GiveUp("the target does not accept the credentials of any run", latest);
            return false;
        }

        notice($"the target does not answer ({latest.Message}); no run starts until it does, asking every second");
        while (true)
        {
            if (Left() <= TimeSpan.Zero)
            {
                GiveUp($"the target has not answered for {definition.TargetDownAfter.TotalSeconds:0.###} s", latest);
                return false;
            }

            await Task.Delay(Between, _time, cancellationToken).ConfigureAwait(false);
            AgentError? error = await ProbeAsync(latest, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                notice("the target answers again");
                watch.Answered();
                return true;
            }

            latest = error;
            if (error.Kind == ErrorKind.Unauthorized)
            {
                GiveUp("the target does not accept the credentials", error);
                return false;
            }
        }
    }

    private async Task<AgentError?> ProbeAsync(AgentError latest, CancellationToken cancellationToken)
    {
        TimeSpan left = Left();
        if (left <= TimeSpan.Zero)
        {
            return latest;
        }

        using CancellationTokenSource bounded = new(left, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            bounded.Token,
            cancellationToken
        );
        try
        {
            return await Preflight.ProbeAsync(definition.ProbeTarget, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return latest;
        }
    }

    private TimeSpan Left() => definition.TargetDownAfter - _time.GetElapsedTime(_downSince!.Value);

    private AgentError Latest() =>
        watch.LastError is { } error
            ? new AgentError(error.Kind, error.Message) { Details = error.Details }
            : new AgentError(ErrorKind.Refused, "no answer");

    private void GiveUp(string what, AgentError error) =>
        control.Stop(
            new StopCause(
                ExperimentStatus.TargetDown,
                "target_down",
                $"{what}: {error.Message}. When that is mended, go on with `--resume`",
                error
            )
        );
}
