using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Status;
using Baton.Configuration;
using Baton.Experiments.Pages;
using Baton.Experiments.Results;

namespace Baton.Cli.Parse;

/// <summary><c>baton parse</c>.</summary>
internal static class ParseCommand
{
    private const string DefaultFolder = "per_trace_analysis";

    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("parse", "Turn recorded runs into pages to read") { CreateExperiment(session) };

    private static DocumentedCommand CreateExperiment(ToolSession session)
    {
        ExperimentSearch search = new();
        Argument<string?> experiment = new("EXPERIMENT")
        {
            Description = "The experiment's folder, or its name in the output directory [default: the last one]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> output = OptionOf.Text(
            "--output",
            "DIR",
            $"Folder to write to, inside the experiment's unless it is a path of its own [default: {DefaultFolder}]"
        );
        Option<bool> overwrite = OptionOf.Flag("--overwrite", "Replace pages that are there already [default: false]");
        Option<bool> failed = OptionOf.Flag("--failed", "Only runs that did not go well [default: false]");
        Option<string?> limit = OptionOf.Text("--limit", "N", "Write the first N runs only [default: all]");
        DocumentedCommand command = new(
            "experiment",
            "Write a page in Markdown for each run of an experiment, and per_trace.jsonl",
            new CommandNotes
            {
                Remarks =
                    "A page shows the conversation, the calls of tools, the error, the scores where the experiment was evaluated, "
                    + "and a timeline of what happened inside. A line of per_trace.jsonl holds the trace, its evaluation and its "
                    + "observations together.",
                Groups = [new OptionGroup("Options", [.. search.Rows, output, overwrite, failed, limit])],
                Examples =
                [
                    new("baton parse experiment experiments/exp_20241101_143022", "Write pages into the experiment"),
                    new("baton parse experiment --failed --output /tmp/failures", "Only what went wrong, elsewhere"),
                ],
            }
        );
        command.Arguments.Add(experiment);
        command.SetAction(parsed =>
        {
            Status.ExperimentFolder folder = search.FindOrLast(
                parsed,
                session,
                experiment.Name,
                parsed.GetValue(experiment)
            );
            string place =
                parsed.GetValue(output) is { } given && given.AsSpan().IndexOfAny('/', '\\') >= 0
                    ? Path.GetFullPath(given, session.WorkingDirectory)
                    : Path.Combine(folder.Path, parsed.GetValue(output) ?? DefaultFolder);
            MakeRoom(place, output.Name, parsed.GetValue(overwrite));
            bool onlyFailed = parsed.GetValue(failed);
            long written = TracePages.Write(
                folder.Path,
                place,
                trace => !onlyFailed || !trace.Success,
                Limit(parsed.GetValue(limit), limit.Name)
            );
            session.Out.WriteLine(place);
            session.Error.WriteLine(written == 1 ? "1 page" : $"{written:N0} pages");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static long Limit(string? given, string option) =>
        given is null ? long.MaxValue
        : long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0 ? limit
        : throw UsageErrors.Of(option, $"`{given}` is no number of runs; write a whole number from 1");

    /// <summary>Removes earlier pages, and nothing else: a folder with other files is left alone.</summary>
    /// <exception cref="ConfigurationException">Something is there that may not be replaced.</exception>
    private static void MakeRoom(string place, string option, bool overwrite)
    {
        if (File.Exists(place))
        {
            throw UsageErrors.Of(option, $"`{place}` is a file; name a folder");
        }

        if (!Directory.Exists(place) || !Directory.EnumerateFileSystemEntries(place).Any())
        {
            return;
        }

        if (
            !File.Exists(Path.Combine(place, TracePages.PerTrace))
            || File.Exists(Path.Combine(place, ExperimentFiles.Traces))
        )
        {
            throw UsageErrors.Of(option, $"`{place}` holds other files than pages; name a folder of its own");
        }

        if (!overwrite)
        {
            throw UsageErrors.Of(option, $"`{place}` holds pages already; add `--overwrite` to replace them");
        }

        foreach (string page in Directory.EnumerateFiles(place, "*.md"))
        {
            File.Delete(page);
        }
    }
}
