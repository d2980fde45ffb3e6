namespace Baton.Experiments.Export.Sending;

/// <summary>Where requests go.</summary>
internal interface ISpanDestination
{
    /// <summary>Hands a request over.</summary>
    /// <param name="request">The request; not used after the task ends.</param>
    /// <param name="spans">How many spans it has.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ExportException">It cannot be handed over, nor can any other.</exception>
    Task<Delivery> DeliverAsync(ReadOnlyMemory<byte> request, int spans, CancellationToken cancellationToken);
}

/// <summary>What became of a request.</summary>
/// <param name="Rejected">How many of its spans were refused.</param>
/// <param name="Message">What the other side had to say, or <see langword="null"/>.</param>
internal sealed record Delivery(int Rejected, string? Message)
{
    /// <summary>Everything was taken.</summary>
    public static Delivery Whole { get; } = new(0, null);
}
