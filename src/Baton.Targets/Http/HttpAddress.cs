using System.Text;

namespace Baton.Targets.Http;

/// <summary>Addresses as they are shown to people.</summary>
internal static class HttpAddress
{
    /// <summary>The address without what may be secret: user, password, query.</summary>
    public static string Show(Uri? address) =>
        address is null
            ? "the server"
            : address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The proxy of the environment that requests to an address go through, or <see langword="null"/>.</summary>
    public static Uri? Proxy(Uri address) =>
        HttpClient.DefaultProxy.IsBypassed(address) ? null : HttpClient.DefaultProxy.GetProxy(address);

    /// <summary>Whether the server speaks TLS.</summary>
    public static bool IsSecure(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeWss;

    /// <summary>The <c>Authorization</c> header that user and password of an address stand for, or <see langword="null"/>.</summary>
    public static string? Credentials(Uri address) =>
        address.UserInfo.Length == 0
            ? null
            : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)))}";
}
