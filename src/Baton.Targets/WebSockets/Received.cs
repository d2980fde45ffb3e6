namespace Baton.Targets.WebSockets;

/// <summary>What came over a connection.</summary>
internal abstract record Received;

/// <summary>A whole message.</summary>
/// <param name="Data">Its bytes; valid until the next message is asked for.</param>
/// <param name="IsText">Whether it was sent as text, which then is UTF-8.</param>
internal sealed record MessageReceived(ReadOnlyMemory<byte> Data, bool IsText) : Received;

/// <summary>A message that is longer than allowed; nothing after it can be read.</summary>
/// <param name="Start">How it begins.</param>
internal sealed record TooLongReceived(ReadOnlyMemory<byte> Start) : Received;

/// <summary>The server's close frame; nothing follows it.</summary>
/// <param name="Code">The code; 1000 where the server gave none.</param>
/// <param name="Reason">The reason, or <see langword="null"/>.</param>
internal sealed record CloseReceived(int Code, string? Reason) : Received;

/// <summary>The connection ended without a close frame, or was ended because the server broke the protocol.</summary>
/// <param name="Reason">What happened.</param>
/// <param name="BrokeProtocol">Whether the server broke the protocol.</param>
internal sealed record LostReceived(string Reason, bool BrokeProtocol) : Received;
