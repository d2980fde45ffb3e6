using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Baton.Mcp.Http;

/// <summary>Decides who may ask: the right token, no foreign web page, and no name that only pretends to be this machine.</summary>
/// <param name="place">Where the server listens.</param>
internal sealed class RequestGate(HttpPlace place)
{
    private const string Bearer = "Bearer ";

    /// <summary>Why a request is refused: status and message; <see langword="null"/> when it is not.</summary>
    public (int Status, string Why)? Refusal(HttpRequest request)
    {
        // A web page that rebinds its own name to loopback sends that name.
        if (IPAddress.IsLoopback(place.Address) && !IsThisMachine(request.Host.Host))
        {
            return (
                StatusCodes.Status403Forbidden,
                $"The host `{request.Host.Host}` is not served; ask for 127.0.0.1 or localhost"
            );
        }

        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsAllowed(origin, request))
        {
            return (StatusCodes.Status403Forbidden, "Pages of this origin may not ask; `--allow-origin` allows one");
        }

        return place.Token is { } token && !HasToken(request, token)
            ? (StatusCodes.Status401Unauthorized, "The token is missing or wrong; send `Authorization: Bearer …`")
            : null;
    }

    private bool IsAllowed(string origin, HttpRequest request)
    {
        if (place.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
            && (
                IsThisMachine(page.Host)
                || string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool HasToken(HttpRequest request, string token)
    {
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(given[Bearer.Length..].Trim()),
                Encoding.UTF8.GetBytes(token)
            );
    }
}
