using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Baton.Targets.DotNet;

/// <summary>Looks at an assembly's file before it is loaded, for what would fail later with a puzzling message.</summary>
internal static class AssemblyFile
{
    private const string Attribute = "TargetFrameworkAttribute";

    /// <summary>Makes sure that a file is there, is an assembly, and can run on this runtime.</summary>
    /// <exception cref="DotNetLoadException">It is not.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw new DotNetLoadException(
                Directory.Exists(path)
                    ? $"`{path}` is a folder; name the assembly in it"
                    : $"there is no assembly `{path}`; build it (`dotnet build`), or correct `dotnet`"
            );
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using PEReader file = new(stream);
            if (!file.HasMetadata)
            {
                throw NoAssembly(path);
            }

            CheckFramework(path, TargetFramework(file.GetMetadataReader()));
        }
        catch (BadImageFormatException broken)
        {
            throw NoAssembly(path, broken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DotNetLoadException($"the assembly `{path}` cannot be read: {refused.Message}", refused);
        }
    }

    private static void CheckFramework(string path, string? framework)
    {
        // For example `.NETCoreApp,Version=v10.0`.
        if (framework is null || framework.StartsWith(".NETStandard", StringComparison.Ordinal))
        {
            return;
        }

        string own = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        if (!framework.StartsWith(".NETCoreApp", StringComparison.Ordinal))
        {
            throw new DotNetLoadException(
                $"`{path}` is built for `{framework}`, and Baton runs on {own}; build it for {own} or older .NET"
            );
        }

        if (
            Version.TryParse(framework[(framework.LastIndexOf('v') + 1)..], out Version? version)
            && version > new Version(Environment.Version.Major, Environment.Version.Minor)
        )
        {
            throw new DotNetLoadException(
                $"`{path}` is built for net{version}, and Baton runs on {own}; build it for {own} or older (`<TargetFramework>{own}</TargetFramework>`)"
            );
        }
    }

    private static string? TargetFramework(MetadataReader metadata)
    {
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (
                attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
                    is { Kind: HandleKind.TypeReference } parent
                && metadata.StringComparer.Equals(
                    metadata.GetTypeReference((TypeReferenceHandle)parent).Name,
                    Attribute
                )
            )
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
            }
        }

        return null;
    }

    private static DotNetLoadException NoAssembly(string path, Exception? cause = null) =>
        new($"`{path}` is no .NET assembly; name the `.dll` that `dotnet build` makes", cause);
}
