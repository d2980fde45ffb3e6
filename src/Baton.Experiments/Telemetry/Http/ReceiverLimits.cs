namespace Baton.Experiments.Telemetry.Http;

/// <summary>How much exporters may ask of the receiver, so that a broken one does no harm.</summary>
internal sealed record ReceiverLimits
{
    /// <summary>The limits of every receiver.</summary>
    public static ReceiverLimits Default { get; } = new();

    /// <summary>The most bytes of a body as it is sent.</summary>
    public int BodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most bytes of a body unpacked.</summary>
    public int UnpackedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most bytes of the bodies of all requests under way.</summary>
    public long BytesAtOnce { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most connections at once; further ones wait for a free place.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>The longest a request may take from its first byte to its last.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a connection may be idle.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(2);
}
