using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Journal;
using Baton.Experiments.Results;

namespace Baton.Experiments.Export;

/// <summary>What all traces of an experiment have in common.</summary>
/// <param name="Id">The experiment's identifier.</param>
/// <param name="Name">The experiment's name.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="Agent">What the agent is called.</param>
internal sealed record ExportedExperiment(string Id, string Name, DateTimeOffset StartedAt, string Agent)
{
    /// <summary>Reads it from a folder, finished or not.</summary>
    /// <exception cref="ExportException">The folder is none of an experiment.</exception>
    public static ExportedExperiment Read(string folder)
    {
        string agent = AgentName.Of(ReadConfiguration(folder)?["runner"]);
        if (ExperimentReader.ReadSummary(folder) is { } summary)
        {
            return Of(summary.ExperimentId, summary.ExperimentName, summary.StartedAt);
        }

        string journal = Path.Combine(folder, ExperimentFiles.Journal);
        if (File.Exists(journal))
        {
            using WholeLines lines = WholeLines.Open(journal);
            if (lines.TryRead(out ReadOnlySpan<byte> first))
            {
                JournalHeader header = JournalReplay.ReadHeader(first, journal);
                return Of(header.ExperimentId, header.ExperimentName, header.StartedAt);
            }
        }

        throw new ExportException(
            $"`{folder}` holds no experiment: neither `summary.json` nor `journal.jsonl` tells of one"
        );

        ExportedExperiment Of(string id, string name, DateTime startedAt)
        {
            string known = id.Length > 0 ? id : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
            return new ExportedExperiment(
                known,
                name.Length > 0 ? name : known,
                new DateTimeOffset(DateTime.SpecifyKind(startedAt, DateTimeKind.Utc)),
                agent
            );
        }
    }

    private static JsonNode? ReadConfiguration(string folder)
    {
        string path = Path.Combine(folder, ExperimentFiles.Config);
        if (!File.Exists(path))
        {
            return null;
        }

        ConfigurationNode? tree = ConfigurationText.Parse(
            ExperimentFiles.Config,
            File.ReadAllBytes(path),
            ConfigurationFormat.Yaml,
            new ConfigurationErrors()
        );
        return tree is null ? null : ConfigurationJson.ToJson(tree);
    }
}
