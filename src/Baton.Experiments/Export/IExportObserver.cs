namespace Baton.Experiments.Export;

/// <summary>Is told how an export goes, one call at a time.</summary>
public interface IExportObserver
{
    /// <summary>A request was handed over.</summary>
    /// <param name="runs">Runs until now.</param>
    /// <param name="spans">Spans until now, those that were refused included.</param>
    void OnProgress(long runs, long spans);

    /// <summary>An attempt failed and is made again.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="wait">The time before the next attempt.</param>
    void OnRetry(string problem, TimeSpan wait);
}
