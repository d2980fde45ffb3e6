using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Manifests;

/// <summary>What a manifest says.</summary>
internal sealed record ManifestFacts
{
    /// <summary>The path from the root, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The language whose packages it names; <see langword="null"/> for files of other kinds.</summary>
    public CodeLanguage? Language { get; init; }

    /// <summary>The package manager it speaks of, or empty.</summary>
    public string Manager { get; init; } = "";

    /// <summary>Whether it fixes versions.</summary>
    public bool IsLock { get; init; }

    /// <summary>The project's name, or empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>Packages it asks for.</summary>
    public List<PackageFact> Packages { get; } = [];

    /// <summary>Commands it offers: scripts of npm, console scripts of Python, binaries.</summary>
    public List<CommandFact> Commands { get; } = [];

    /// <summary>Further facts by name: <c>output_type</c>, <c>sdk</c>, <c>target_framework</c>, <c>port</c>, <c>graph</c> …</summary>
    public Dictionary<string, string> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>The folder it stands in, empty at the root.</summary>
    public string Folder => Path.LastIndexOf('/') is >= 0 and var slash ? Path[..slash] : "";

    /// <summary>The file's own name.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A package asked for.</summary>
/// <param name="Name">As the package manager names it.</param>
/// <param name="Version">The version or range, or <see langword="null"/>.</param>
/// <param name="Line">Where.</param>
internal sealed record PackageFact(string Name, string? Version, int Line);

/// <summary>A command a project offers.</summary>
/// <param name="Kind"><c>script</c> or <c>command</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Body">What it runs.</param>
/// <param name="Line">Where.</param>
internal sealed record CommandFact(string Kind, string Name, string Body, int Line);
