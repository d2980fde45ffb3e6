using Baton.Experiments.Export.Otlp;
using Baton.Experiments.Export.Sending;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Results;

namespace Baton.Experiments.Export;

/// <summary>
/// Exports the runs of an experiment as OpenTelemetry traces: a trace a run, under the same identifiers whenever it is exported. What
/// is exported is what the folder holds, in which secrets were masked when it was written.
/// </summary>
public static class ExperimentExport
{
    private const string Service = "baton";

    /// <summary>Sends the traces to a server.</summary>
    /// <param name="request">What is exported.</param>
    /// <param name="server">Where to.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="time">The clock of time-outs and waits.</param>
    /// <param name="cancellationToken">Stops the export; what was sent stays sent.</param>
    /// <returns>How it went, also when it failed on the way or was stopped.</returns>
    /// <exception cref="ExportException">The folder is none of an experiment, or a variable cannot be read.</exception>
    public static async Task<ExportResult> ToServerAsync(
        ExportRequest request,
        OtlpServer server,
        IExportObserver observer,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ExportedExperiment experiment = ExportedExperiment.Read(request.Folder);
        SpanOrigin origin = OriginOf(experiment, request);
        using JsonBatch? json = server.Encoding == OtlpEncoding.Json ? new JsonBatch(origin) : null;
        ISpanBatch batch = (ISpanBatch?)json ?? new ProtobufBatch(origin);
        long retries = 0;
        using ServerDestination destination = new(
            server,
            batch.MediaType,
            (problem, wait) =>
            {
                retries++;
                observer.OnRetry(problem, wait);
            },
            time
        );
        BatchedDelivery delivery = new(batch, destination, observer);
        ExportResult result = await CarryOutAsync(delivery, experiment, request, cancellationToken)
            .ConfigureAwait(false);
        return result with { Retries = retries };
    }

    /// <summary>Writes the traces into a file, a request in OTLP's JSON a line. The file is there once it is whole.</summary>
    /// <param name="request">What is exported.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="cancellationToken">Stops the export; no file is left then.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="ExportException">The folder is none of an experiment, or the file cannot be written.</exception>
    public static async Task<ExportResult> ToFileAsync(
        ExportRequest request,
        string path,
        IExportObserver observer,
        CancellationToken cancellationToken
    )
    {
        ExportedExperiment experiment = ExportedExperiment.Read(request.Folder);
        using JsonBatch batch = new(OriginOf(experiment, request));
        FileDestination destination = new(path);
        await using (destination.ConfigureAwait(false))
        {
            BatchedDelivery delivery = new(batch, destination, observer);
            ExportResult result = await CarryOutAsync(delivery, experiment, request, cancellationToken)
                .ConfigureAwait(false);
            if (result.IsWhole)
            {
                await destination.FinishAsync().ConfigureAwait(false);
            }

            return result;
        }
    }

    private static async Task<ExportResult> CarryOutAsync(
        BatchedDelivery delivery,
        ExportedExperiment experiment,
        ExportRequest request,
        CancellationToken cancellationToken
    )
    {
        RunSpanMaker maker = new(experiment, new ContentRule(request.WithContent));
        try
        {
            long wanted = 0;
            foreach (RecordedRun run in ExperimentReader.ReadRuns(request.Folder))
            {
                if (wanted == request.Limit)
                {
                    break;
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (request.Wants(run.Trace))
                {
                    wanted++;
                    await delivery.AddAsync(maker.Make(run), cancellationToken).ConfigureAwait(false);
                }
            }

            await delivery.SendAsync(cancellationToken).ConfigureAwait(false);
            return delivery.Result();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return delivery.Result() with { IsInterrupted = true };
        }
        catch (ExportException failure)
        {
            return delivery.Result() with { Failure = failure.Message };
        }
    }

    private static SpanOrigin OriginOf(ExportedExperiment experiment, ExportRequest request)
    {
        AttributeSet resource = new OtlpVariables(request.Variables).Resource(Service);
        resource.Add("service.version", BatonVersion.Current);
        resource.Add("baton.experiment.id", experiment.Id);
        resource.Add("baton.experiment.name", experiment.Name);
        return new SpanOrigin(resource, "baton", BatonVersion.Current);
    }
}
