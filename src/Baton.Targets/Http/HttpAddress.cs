namespace Baton.Targets.Http;

/// <summary>Addresses as they are shown to people.</summary>
internal static class HttpAddress
{
    /// <summary>The address without what may be secret: user, password, query.</summary>
    public static string Show(Uri? address) =>
        address is null
            ? "the server"
            : address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
