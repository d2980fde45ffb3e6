using Baton.Experiments.Journal;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Results;

/// <summary>The steps between finding an experiment folder and being able to add runs to it.</summary>
internal sealed class FolderOpening(string folder, ResumeRequest request, List<string> notices)
{
    /// <summary>Refuses, repairs and rewrites as asked; afterwards the journal and the data files agree.</summary>
    public async Task<JournalReplay> PrepareAsync(CancellationToken cancellationToken)
    {
        FolderRewrite.Settle(folder);
        JournalReplay replay = JournalReplay.Read(folder, visit: null, cancellationToken);
        JournalHeader now = (replay.Header ?? FreshHeader()) with
        {
            Identity = request.Identity,
            TotalRuns = request.Plan.TotalRuns,
        };
        IReadOnlyList<string> changes = replay.Header?.Identity.Differences(request.Identity) ?? [];
        if (changes.Count > 0 && !request.Force)
        {
            throw new ResumeRefusedException(
                $"`{folder}` was started differently: {string.Join(" and ", changes)} changed{ChangedSettingsText()}; give the options "
                    + "and settings it was started with, start a new experiment, or go on all the same with `--force`"
            )
            {
                Changes = changes,
            };
        }

        Repair(replay, now);
        if (replay.Header is not null && request.Retry == RetrySelection.None && changes.Count == 0)
        {
            return replay;
        }

        await RewriteAsync(replay, now, cancellationToken).ConfigureAwait(false);
        return JournalReplay.Read(folder, visit: null, cancellationToken);
    }

    private string ChangedSettingsText()
    {
        string written = Path.Combine(folder, ExperimentFiles.Config);
        if (request.ConfigYaml is not { } now || !File.Exists(written))
        {
            return "";
        }

        IReadOnlyList<string> settings = ChangedSettings.Between(File.ReadAllText(written), now);
        return settings.Count == 0 ? "" : $" ({string.Join(", ", settings)})";
    }

    private JournalHeader FreshHeader()
    {
        string id = Path.GetFileName(folder);
        return new JournalHeader
        {
            ExperimentId = id,
            ExperimentName = id,
            StartedAt = File.GetLastWriteTimeUtc(Path.Combine(folder, ExperimentFiles.Journal)),
            BatonVersion = BatonVersion.Current,
        };
    }

    private void Repair(JournalReplay replay, JournalHeader now)
    {
        if (replay.Header is null)
        {
            notices.Add($"`{ExperimentFiles.Journal}` ended within its first line; the experiment starts anew");
            ExperimentFolder.WriteHeader(folder, now);
        }
        else
        {
            Cut(ExperimentFiles.Journal, replay.JournalLength);
        }

        Cut(ExperimentFiles.TraceSummary, replay.Lengths.TraceSummary);
        Cut(ExperimentFiles.Traces, replay.Lengths.Traces);
        Cut(ExperimentFiles.Observations, replay.Lengths.Observations);
    }

    private void Cut(string name, long length)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return;
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (file.Length > length)
        {
            notices.Add($"`{name}`: {file.Length - length} bytes of unfinished runs were cut off");
            file.SetLength(length);
            file.Flush(flushToDisk: true);
        }
    }

    private async Task RewriteAsync(JournalReplay replay, JournalHeader now, CancellationToken cancellationToken)
    {
        bool moved = replay.Header is { } before && before.Identity.DatasetHash != now.Identity.DatasetHash;
        Dictionary<string, long>? places = moved ? await PlacesAsync(cancellationToken).ConfigureAwait(false) : null;
        long astray = 0;
        long dropped = FolderRewrite.Run(
            folder,
            now,
            (run, facts) =>
            {
                if (request.Retry.Selects(facts))
                {
                    return null;
                }

                long place = places?.GetValueOrDefault(run.RunKey, -1) ?? run.RunIndex;
                astray += place < 0 ? 1 : 0;
                return place;
            },
            cancellationToken
        );
        Tell(dropped, "finished runs are made again");
        Tell(astray, "finished runs are no longer in the plan; they stay in the files");
    }

    private void Tell(long count, string what)
    {
        if (count > 0)
        {
            notices.Add($"{count} {what}");
        }
    }

    // Changed inputs move runs within the plan; their names find them again.
    private async Task<Dictionary<string, long>> PlacesAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, long> places = new(StringComparer.Ordinal);
        await foreach (PlannedRun run in request.Plan.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            places[run.Key] = run.Index;
        }

        return places;
    }
}
