using System.Text.Json.Serialization;

namespace Baton.Mcp.Repositories;

/// <summary>What was found in a repository. The same files give the same report, in the same order.</summary>
public sealed record RepositoryReport
{
    /// <summary>The folder that was analysed, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Programming languages, the one with the most code first.</summary>
    public required IReadOnlyList<LanguageShare> Languages { get; init; }

    /// <summary>Package managers and the file each was recognised by, by path.</summary>
    public required IReadOnlyList<PackageManager> PackageManagers { get; init; }

    /// <summary>Frameworks, those agents are made with first, then by name.</summary>
    public required IReadOnlyList<Framework> Frameworks { get; init; }

    /// <summary>Where programs begin and what they serve, by path.</summary>
    public required IReadOnlyList<EntryPoint> EntryPoints { get; init; }

    /// <summary>Functions, methods and objects that look as if they take a turn, the likeliest first.</summary>
    public required IReadOnlyList<AgentFunction> AgentFunctions { get; init; }

    /// <summary>What to know before the agent is run, by kind and path.</summary>
    public required IReadOnlyList<RiskFlag> Risks { get; init; }

    /// <summary>Ways to reach the agent, the best first; empty when nothing was found that could be run.</summary>
    public required IReadOnlyList<PatternMatch> Patterns { get; init; }

    /// <summary>What was looked at and what was left out.</summary>
    public required AnalysisCoverage Coverage { get; init; }
}

/// <summary>A place in the repository.</summary>
/// <param name="File">The path from the root, with slashes.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
public sealed record CodePlace(string File, int Line)
{
    /// <summary><c>file:line</c>, or the file alone.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : File;
}

/// <summary>How much of the code is written in a language.</summary>
/// <param name="Name">The language.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Share">The part of all code, by size, from 0 to 1.</param>
public sealed record LanguageShare(string Name, int Files, long Bytes, double Share);

/// <summary>A package manager in use.</summary>
/// <param name="Name">For example <c>poetry</c> or <c>pnpm</c>.</param>
/// <param name="Place">The file it was recognised by.</param>
/// <param name="Locked">Whether the file fixes the versions of all packages.</param>
public sealed record PackageManager(string Name, CodePlace Place, bool Locked);

/// <summary>A framework in use.</summary>
/// <param name="Name">Its name as its authors write it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Version">The version or range asked for; <see langword="null"/> where no manifest says.</param>
/// <param name="Place">Where it is declared, else where it is first imported.</param>
public sealed record Framework(string Name, FrameworkKind Kind, string? Version, CodePlace Place);

/// <summary>What a framework is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FrameworkKind>))]
public enum FrameworkKind
{
    /// <summary>Agents are made with it.</summary>
    Agent,

    /// <summary>A protocol that agents or their tools speak.</summary>
    Protocol,

    /// <summary>It answers HTTP or WebSocket.</summary>
    Web,

    /// <summary>A client of a model, or a model's runtime.</summary>
    Model,

    /// <summary>A page or window for people.</summary>
    Interface,

    /// <summary>It hands work to workers.</summary>
    Queue,
}

/// <summary>Where a program begins, or what it serves.</summary>
/// <param name="Kind">For example <c>script</c>, <c>command</c>, <c>route</c> or <c>websocket</c>.</param>
/// <param name="Name">The command, or method and path.</param>
/// <param name="Place">Where it stands.</param>
public sealed record EntryPoint(string Kind, string Name, CodePlace Place);

/// <summary>Something that looks as if it takes a turn.</summary>
/// <param name="Name">How Baton would name it, for example <c>app.agent:run</c>.</param>
/// <param name="Signature">As it is declared, shortened.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Likelihood">How much it looks like an agent, from 0 to 1.</param>
public sealed record AgentFunction(string Name, string Signature, CodePlace Place, double Likelihood);

/// <summary>Something to know before the agent is run.</summary>
/// <param name="Kind">For example <c>secret_in_code</c>, <c>shell</c>, <c>no_lock_file</c>.</param>
/// <param name="Message">What it means for a rehearsal. Secrets are never shown.</param>
/// <param name="Place">Where it was seen first.</param>
/// <param name="Count">In how many places it was seen.</param>
public sealed record RiskFlag(string Kind, string Message, CodePlace Place, int Count);

/// <summary>A way to reach the agent.</summary>
public sealed record PatternMatch
{
    /// <summary>The pattern, named as its page in <c>docs/targets</c>: <c>python</c>, <c>http</c>, <c>process</c> …</summary>
    public required string Pattern { get; init; }

    /// <summary>How sure the analysis is that this is the way, from 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What speaks for it, the strongest first, and what speaks against it.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>
    /// The <c>runner:</c> section as YAML, for <c>baton/configs/simulation.yaml</c> in the repository: its paths start at the
    /// folder <c>baton</c>.
    /// </summary>
    public required string Runner { get; init; }

    /// <summary>What has to be done before the first run, in order: packages, keys, a server to start.</summary>
    public required IReadOnlyList<string> Prerequisites { get; init; }

    /// <summary>Small files that <see cref="Runner"/> needs, by path from the root; empty for most.</summary>
    public required IReadOnlyList<NewFile> Files { get; init; }

    /// <summary>Where the agent stands.</summary>
    public required CodePlace Place { get; init; }
}

/// <summary>What speaks for or against a pattern.</summary>
/// <param name="Text">In one sentence.</param>
/// <param name="Weight">How much: from 0 to 1 for it, below 0 against it.</param>
/// <param name="Place">Where it was seen.</param>
public sealed record Reason(string Text, double Weight, CodePlace? Place);

/// <summary>A file to be made.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Content">What it holds.</param>
public sealed record NewFile(string Path, string Content);

/// <summary>What an analysis looked at.</summary>
/// <param name="Files">Files seen.</param>
/// <param name="FilesRead">Files whose content was read.</param>
/// <param name="BytesRead">Bytes read.</param>
/// <param name="FilesCut">Files of which only the beginning was read.</param>
/// <param name="SkippedFolders">Folders left out: packages, build output, what <c>.gitignore</c> names.</param>
/// <param name="SkippedFiles">Files that <c>.gitignore</c> names.</param>
/// <param name="SkippedLinks">Links, which are never followed.</param>
/// <param name="Unreadable">Files and folders that could not be read.</param>
/// <param name="Binary">Files that were to be read and are no text.</param>
/// <param name="Complete">Whether every file was looked at; <see langword="false"/> when a limit was reached.</param>
public sealed record AnalysisCoverage(
    int Files,
    int FilesRead,
    long BytesRead,
    int FilesCut,
    int SkippedFolders,
    int SkippedFiles,
    int SkippedLinks,
    int Unreadable,
    int Binary,
    bool Complete
);
