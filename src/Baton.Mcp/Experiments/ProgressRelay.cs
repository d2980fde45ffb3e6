using System.Threading.Channels;
using Baton.Experiments.Running;
using Baton.Mcp.Tools;

namespace Baton.Mcp.Experiments;

/// <summary>Tells a client how an experiment goes. The experiment does not wait for it: only the latest news is kept.</summary>
internal sealed class ProgressRelay : IExperimentObserver, IAsyncDisposable
{
    private readonly Channel<ExperimentProgress> _news = Channel.CreateBounded<ExperimentProgress>(
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
    public void OnProgress(ExperimentProgress progress) => _news.Writer.TryWrite(progress);

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
            await foreach (ExperimentProgress news in _news.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                // Progress must grow.
                if (news.Finished > told)
                {
                    told = news.Finished;
                    await _call.ReportAsync(news.Finished, news.Total, Text(news), _ended.Token).ConfigureAwait(false);
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
}
