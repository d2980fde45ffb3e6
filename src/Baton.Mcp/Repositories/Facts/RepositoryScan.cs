using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Walks a repository once and reads what is worth reading, on all cores, with the same result every time.</summary>
/// <param name="root">The folder, absolute, itself no link.</param>
/// <param name="limits">How much to look at.</param>
internal sealed class RepositoryScan(string root, AnalysisLimits limits)
{
    private const long LongestTeamFile = 64 * 1024;

    /// <summary>Walks and reads.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public RepositoryFacts Run(CancellationToken cancellationToken)
    {
        RepositoryWalk walk = new(root, limits);
        IReadOnlyList<WalkedFile> files = walk.Walk(cancellationToken);
        long budget = limits.MaxTotalBytes;
        bool isCut = walk.IsCut;
        List<WalkedFile> wanted = [];
        foreach (WalkedFile file in files)
        {
            if (!IsWanted(file))
            {
                continue;
            }

            long cost = ManifestReader.IsLock(file.Name) ? 0 : Math.Min(file.Length, limits.MaxFileBytes);
            if (cost > budget)
            {
                isCut = true;
                continue;
            }

            budget -= cost;
            wanted.Add(file);
        }

        Reading[] readings = new Reading[wanted.Count];
        Parallel.For(
            0,
            wanted.Count,
            new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            index => readings[index] = Read(wanted[index])
        );
        AnalysisCoverage coverage = new(
            files.Count,
            readings.Count(reading => reading.Bytes > 0),
            readings.Sum(reading => (long)reading.Bytes),
            readings.Count(reading => reading.IsCut),
            walk.SkippedFolderCount,
            walk.SkippedFileCount,
            walk.LinkCount,
            walk.UnreadableCount + readings.Count(reading => reading.IsUnreadable),
            readings.Count(reading => reading.IsBinary),
            !isCut
        );
        return new RepositoryFacts(
            root,
            files,
            [.. readings.Select(reading => reading.Code).OfType<CodeFacts>()],
            [.. readings.Select(reading => reading.Manifest).OfType<ManifestFacts>()],
            [.. readings.Where(reading => reading.IsTeam).Select(reading => reading.Path)],
            coverage
        );
    }

    private static bool IsWanted(WalkedFile file) =>
        CodeReader.LanguageOf(file.Path) is not null || ManifestReader.Knows(file.Name) || MayBeTeam(file);

    private static bool MayBeTeam(WalkedFile file) =>
        file.Length <= LongestTeamFile
        && (
            file.Name.EndsWith(".yaml", StringComparison.Ordinal)
            || file.Name.EndsWith(".yml", StringComparison.Ordinal)
        );

    private Reading Read(WalkedFile file)
    {
        if (ManifestReader.IsLock(file.Name))
        {
            return new Reading(file.Path) { Manifest = ManifestReader.Read(file.Path, "") };
        }

        ReadText read = TextFile.Read(Path.Join(root, file.Path), limits.MaxFileBytes);
        Reading reading = new(file.Path)
        {
            Bytes = read.Bytes,
            IsCut = read.IsCut,
            IsBinary = read.IsBinary,
            IsUnreadable = read.Text is null && !read.IsBinary,
        };
        if (read.Text is not { } text)
        {
            return reading;
        }

        bool isManifest = ManifestReader.Knows(file.Name);
        CodeLanguage? language = CodeReader.LanguageOf(file.Path);
        return reading with
        {
            Manifest = isManifest ? ManifestReader.Read(file.Path, text) : null,
            Code = language is { } known ? CodeReader.Read(file, known, text) : null,
            IsTeam = !isManifest && language is null && TeamFiles.Is(text),
        };
    }

    private sealed record Reading(string Path)
    {
        public CodeFacts? Code { get; init; }
        public ManifestFacts? Manifest { get; init; }
        public bool IsTeam { get; init; }
        public int Bytes { get; init; }
        public bool IsCut { get; init; }
        public bool IsBinary { get; init; }
        public bool IsUnreadable { get; init; }
    }
}
