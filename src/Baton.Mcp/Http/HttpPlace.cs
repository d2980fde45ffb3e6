using System.Net;

namespace Baton.Mcp.Http;

/// <summary>Where the server listens, and who may ask it.</summary>
public sealed record HttpPlace
{
    /// <summary>The path that is served.</summary>
    public const string Path = "/mcp";

    /// <summary>The address to listen on. Default: loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any that is free. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>
    /// What every request must bring as <c>Authorization: Bearer …</c>; <see langword="null"/> for nothing, which only a loopback
    /// address allows.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Origins of web pages that may ask, beside those of this machine: <c>https://inspector.example</c>. Default: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The most sessions at once; further clients are refused. Default 1000.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>How long a session that nobody uses is kept. Default 30 minutes.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);
}
