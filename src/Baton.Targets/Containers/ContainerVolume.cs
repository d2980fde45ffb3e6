using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Baton.Targets.Containers;

/// <summary>What a container sees at a path of its own, written <c>source:/path</c>, <c>source:/path:ro</c> or <c>source:/path:rw</c>.</summary>
/// <param name="Source">A folder or file of the engine's machine where it has a slash or begins with <c>.</c> or <c>~</c>, otherwise the name of one of the engine's volumes.</param>
/// <param name="Path">Where the container sees it, absolute.</param>
/// <param name="IsWritable">Whether the container may write there.</param>
public sealed record ContainerVolume(string Source, string Path, bool IsWritable) : IParsable<ContainerVolume>
{
    /// <inheritdoc/>
    public static ContainerVolume Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out ContainerVolume? volume)
            ? volume
            : throw new FormatException(
                $"`{s}` is no volume; write `./data:/data`, or `./data:/data:rw` where the agent may write"
            );

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out ContainerVolume result
    )
    {
        result = null;
        string[] parts = (s ?? "").Split(':');
        if (
            parts.Length is not (2 or 3)
            || parts[0].Length == 0
            || !parts[1].StartsWith('/')
            || (parts.Length == 3 && parts[2] is not ("ro" or "rw"))
        )
        {
            return false;
        }

        result = new ContainerVolume(parts[0], parts[1], IsWritable: parts is [_, _, "rw"]);
        return true;
    }

    /// <summary>The volume as it is written.</summary>
    public override string ToString() => $"{Source}:{Path}:{(IsWritable ? "rw" : "ro")}";

    /// <summary>The volume as the API wants it.</summary>
    /// <param name="folder">Where relative sources start.</param>
    internal JsonObject Describe(string folder)
    {
        bool isPath = Source[0] is '.' or '~' || Source.Contains('/');
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string source =
            !isPath ? Source
            : Source[0] == '~' ? System.IO.Path.Join(home, Source[1..])
            : System.IO.Path.GetFullPath(Source, folder);
        return new JsonObject
        {
            ["Type"] = isPath ? "bind" : "volume",
            [nameof(Source)] = source,
            ["Target"] = Path,
            ["ReadOnly"] = !IsWritable,
        };
    }
}
