using System.Threading.Channels;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Running;
using Baton.Mcp.Tools;

namespace Baton.Mcp.Experiments;

/// <summary>Tells a client how an experiment, or its evaluation, goes. Nothing waits for it: only the latest news is kept.</summary>
internal sealed class ProgressRelay : IExperimentObserver, IEvaluationObserver, IAsyncDisposable
{
    private readonly Channel<ProgressNews> _news = Channel.CreateBounded<ProgressNews>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );

    private readonly CancellationTokenSource _ended = new();
    private readonly ToolCall _call;
    private readonly Action<string> _report;
    private readonly Task _telling;

    /// <summary>Begins to tell.</summary>
    /// <param name="call">The call that wants to know.</param>
    /// <param name="report">Gets notices for whoever looks after the server.</param>
    public ProgressRelay(ToolCall call, Action<string> report)
    {
        _call = call;
        _report = report;
        _telling = call.WantsProgress ? TellAsync() : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void OnProgress(ExperimentProgress progress) =>
        _news.Writer.TryWrite(new ProgressNews(progress.Finished, progress.Total, Text(progress)));

    /// <inheritdoc/>
    public void OnProgress(EvaluationProgress progress) =>
        _news.Writer.TryWrite(new ProgressNews(progress.Done, progress.Total, Text(progress)));

    /// <inheritdoc/>
    public void OnNotice(string message) => _report(message);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _news.Writer.TryComplete();
        _ended.CancelAfter(TimeSpan.FromSeconds(1));
        await _telling.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task TellAsync()
    {
        long told = -1;
        try
        {
            await foreach (ProgressNews news in _news.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                // Progress must grow.
                if (news.Done > told)
                {
                    told = news.Done;
                    await _call.ReportAsync(news.Done, news.Total, news.Text, _ended.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // A client that does not read is waited for no longer than this.
        }
    }

    private static string Text(ExperimentProgress news)
    {
        string failed = news.Failed + news.Limited > 0 ? $", {news.Failed + news.Limited} not" : "";
        string left = news.Remaining is { } remaining ? $", about {Math.Ceiling(remaining.TotalSeconds):0} s left" : "";
        return $"{news.Finished} of {news.Total} runs, {news.Succeeded} succeeded{failed}{left}";
    }

    private static string Text(EvaluationProgress news) =>
        $"{news.Done}{(news.Total is { } total ? $" of {total}" : "")} runs judged, {news.Passed} passed, {news.Failed} failed";

    private sealed record ProgressNews(long Done, long? Total, string Text);
}
