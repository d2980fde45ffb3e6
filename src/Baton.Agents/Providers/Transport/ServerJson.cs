using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Baton.Agents.Providers.Transport;

/// <summary>What a server sends as JSON; bytes that are no text become the mark for that, as in any browser.</summary>
internal static class ServerJson
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> json) =>
        JsonElement.Parse(Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json)));
}
