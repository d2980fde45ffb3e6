using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>Images in messages, whether carried or referred to.</summary>
internal static class ImageContents
{
    public static bool IsImage(AIContent content) =>
        content switch
        {
            DataContent data => data.HasTopLevelMediaType("image"),
            UriContent uri => uri.HasTopLevelMediaType("image"),
            _ => false,
        };

    /// <summary>The address of an image: of the web, or one that carries the image itself.</summary>
    public static string Url(AIContent image) =>
        image is DataContent data ? data.Uri : ((UriContent)image).Uri.AbsoluteUri;

    /// <summary>The image itself where the message carries it; <see langword="null"/> where it only says where it is.</summary>
    public static DataContent? Bytes(AIContent image) =>
        image switch
        {
            DataContent data => data,
            UriContent { Uri.Scheme: "data" } uri => new DataContent(uri.Uri, uri.MediaType),
            _ => null,
        };
}
