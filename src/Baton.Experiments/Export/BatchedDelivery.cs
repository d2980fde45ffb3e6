using Baton.Experiments.Export.Otlp;
using Baton.Experiments.Export.Sending;
using Baton.Experiments.Export.Spans;

namespace Baton.Experiments.Export;

/// <summary>Puts spans into requests of a bounded size, hands them over, and counts. Not thread-safe.</summary>
/// <param name="batch">Gathers spans.</param>
/// <param name="destination">Where requests go.</param>
/// <param name="observer">Is told how it goes.</param>
internal sealed class BatchedDelivery(ISpanBatch batch, ISpanDestination destination, IExportObserver observer)
{
    /// <summary>Servers take requests of this size whatever their limits are; only a span that is longer alone exceeds it.</summary>
    private const int LargestRequest = 1024 * 1024;

    private const int MostSpans = 2048;
    private const int MostMessages = 5;
    private readonly List<string> _messages = [];
    private long _runs;
    private long _runsInBatch;
    private long _spans;
    private long _rejected;
    private long _requests;

    /// <summary>Adds the spans of one run; hands over what fills a request.</summary>
    /// <exception cref="ExportException">Nothing can be handed over.</exception>
    public async Task AddAsync(IEnumerable<OutgoingSpan> run, CancellationToken cancellationToken)
    {
        foreach (OutgoingSpan span in run)
        {
            batch.Add(span);
            if (batch.Length >= LargestRequest || batch.Count >= MostSpans)
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        _runsInBatch++;
    }

    /// <summary>Hands over what was added.</summary>
    /// <exception cref="ExportException">It cannot be handed over.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        int count = batch.Count;
        if (count > 0)
        {
            Delivery delivery = await destination
                .DeliverAsync(batch.TakeRequest(), count, cancellationToken)
                .ConfigureAwait(false);
            _requests++;
            _rejected += delivery.Rejected;
            _spans += count - delivery.Rejected;
            Keep(delivery.Message);
        }

        _runs += _runsInBatch;
        _runsInBatch = 0;
        observer.OnProgress(_runs, _spans + _rejected);
    }

    /// <summary>How it went until now.</summary>
    public ExportResult Result() =>
        new()
        {
            Runs = _runs,
            Spans = _spans,
            Rejected = _rejected,
            Requests = _requests,
            Retries = 0,
            Messages = _messages,
        };

    private void Keep(string? message)
    {
        if (
            message is not null
            && _messages.Count < MostMessages
            && !_messages.Contains(message, StringComparer.Ordinal)
        )
        {
            _messages.Add(message);
        }
    }
}
