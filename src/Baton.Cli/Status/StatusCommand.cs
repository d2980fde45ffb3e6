using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Status;

/// <summary><c>baton status</c> and <c>baton doctor</c>.</summary>
internal static class StatusCommand
{
    /// <summary>Builds <c>baton status</c> and the commands under it.</summary>
    public static Command Create(ToolSession session) =>
        new("status", "Show what was run, and whether everything needed is here")
        {
            CreateCheck(session, "check", "See whether everything needed is here; the same as baton doctor"),
            CreateExperiments(session),
            CreateTraces(session),
        };

    /// <summary>Builds <c>baton doctor</c>.</summary>
    public static Command CreateDoctor(ToolSession session) =>
        CreateCheck(session, "doctor", "See whether everything needed is here, and what to do where it is not");

    private static DocumentedCommand CreateCheck(ToolSession session, string name, string description)
    {
        ProjectOptions project = new();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            name,
            description,
            new CommandNotes
            {
                Remarks =
                    "Looks at the configuration, the target (connects or loads, asks it nothing), Python and Node, the "
                    + "supervisor's key and the output folder.",
                Groups = [new OptionGroup("Options", [.. project.Rows, format])],
                ExitCodes = [new("1", "something needed is missing")],
            }
        );
        command.SetAction(
            (parsed, _) => Doctor.RunAsync(session, project.ToRequest(parsed, session), IsJson(parsed, format))
        );
        return command;
    }

    private static DocumentedCommand CreateExperiments(ToolSession session)
    {
        ResultOptions options = new(10);
        DocumentedCommand command = new(
            "experiments",
            "List the last experiments, the newest first",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", options.Rows)],
                Examples = [new("baton status experiments --limit 3", "The last three")],
            }
        );
        command.SetAction(parsed => ExperimentList.Write(session, options, parsed));
        return command;
    }

    private static DocumentedCommand CreateTraces(ToolSession session)
    {
        ResultOptions options = new(20);
        Argument<string?> experiment = new("EXPERIMENT")
        {
            Description = "The experiment's folder, or its name in the output directory [default: the last one]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> failed = OptionOf.Flag("--failed", "Only runs that did not go well [default: false]");
        DocumentedCommand command = new(
            "traces",
            "List the runs of an experiment, in the order they finished",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [.. options.Rows, failed])],
                Examples =
                [
                    new("baton status traces --failed", "What went wrong in the last experiment"),
                    new("baton status traces exp_20241101_143022 --format json", "Every run, one JSON object a line"),
                ],
            }
        );
        command.Arguments.Add(experiment);
        command.SetAction(parsed =>
            TraceList.Write(session, options, parsed, parsed.GetValue(experiment), parsed.GetValue(failed))
        );
        return command;
    }

    private static bool IsJson(ParseResult parsed, Option<string?> format) => parsed.GetValue(format) is "json";
}
