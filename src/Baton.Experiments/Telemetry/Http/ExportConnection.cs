using System.IO.Pipelines;
using System.Net.Sockets;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>One exporter's connection: request after request, until either side has had enough.</summary>
internal sealed class ExportConnection(
    Socket socket,
    ExportRequests requests,
    ReceiverLimits limits,
    HeldBytes held,
    TimeProvider time
)
{
    // Exports are hundreds of kilobytes, read in few pieces; while a connection is idle it holds no buffer.
    private static readonly StreamPipeReaderOptions _reading = new(
        bufferSize: 64 * 1024,
        minimumReadSize: 4 * 1024,
        leaveOpen: true,
        useZeroByteReads: true
    );

    private const long MostDrained = 64 * 1024 * 1024;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] GoOn = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>Serves the connection to its end and closes it; whatever a client does ends no more than this.</summary>
    public async Task ServeAsync(CancellationToken stopping)
    {
        using CancellationTokenSource patience = new(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration stop = stopping.Register(patience.Cancel);
        NetworkStream stream = new(socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            PipeReader reader = PipeReader.Create(stream, _reading);
            try
            {
                RequestBytes bytes = new(reader);
                while (await ServeOneAsync(stream, bytes, patience).ConfigureAwait(false))
                {
                    // The next request on the same connection.
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
            {
                // The client is gone or too slow, or nobody listens any more.
            }
            finally
            {
                await reader.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> ServeOneAsync(NetworkStream stream, RequestBytes bytes, CancellationTokenSource patience)
    {
        patience.CancelAfter(limits.IdleTime);
        if (!await bytes.WaitAsync(patience.Token).ConfigureAwait(false))
        {
            return false;
        }

        patience.CancelAfter(limits.RequestTime);
        string? text = await bytes.ReadToAsync(EndOfHead, RequestHead.MostBytes, patience.Token).ConfigureAwait(false);
        RequestHead? head = text is null ? null : RequestHead.Read(text);
        ReceiverAnswer answer =
            text is null
                ? ReceiverAnswer.Refused(431, "the head of the request is too long") with
                {
                    EndsConnection = true,
                }
            : head is null ? ReceiverAnswer.NoRequest
            : await AnswerAsync(stream, bytes, head, patience.Token).ConfigureAwait(false);
        bool keepsAlive = head is { KeepsAlive: true } && !answer.EndsConnection;
        await stream
            .WriteAsync(answer.ToBytes(head?.ContentType == "application/json", keepsAlive), patience.Token)
            .ConfigureAwait(false);
        if (answer.EndsConnection)
        {
            socket.Shutdown(SocketShutdown.Send);
            await bytes.DrainAsync(MostDrained, patience.Token).ConfigureAwait(false);
        }

        return keepsAlive;
    }

    private async Task<ReceiverAnswer> AnswerAsync(
        NetworkStream stream,
        RequestBytes bytes,
        RequestHead head,
        CancellationToken cancellationToken
    )
    {
        if (requests.Refuse(head) is { } refused)
        {
            return refused;
        }

        if (head.WaitsToSend)
        {
            await stream.WriteAsync(GoOn, cancellationToken).ConfigureAwait(false);
        }

        using BodyBuffer body = new(limits.BodyBytes, held);
        return await bytes.ReadBodyAsync(head, body, cancellationToken).ConfigureAwait(false)
            ?? requests.Take(head, body);
    }
}
