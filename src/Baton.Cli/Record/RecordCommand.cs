using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Experiments.Recording;

namespace Baton.Cli.Record;

/// <summary><c>baton record</c>.</summary>
internal static class RecordCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("record", "Record the arguments of Python functions, to replay them later")
        {
            CreateEnable(session),
            CreateDisable(session),
            CreateStatus(session),
        };

    private static DocumentedCommand CreateEnable(ToolSession session)
    {
        ProjectOptions project = new();
        Option<string?> file = OptionOf.Text(
            "--file",
            "FILE",
            "File to record to, relative to the project [default: the one named already, else recordings/args_recording.jsonl]"
        );
        DocumentedCommand command = new(
            "enable",
            "Record the calls of functions marked with record_call_args from the next run on",
            new CommandNotes
            {
                Remarks =
                    "Sets BATON_RECORD_ARGS and BATON_RECORDING_FILE in the project's .env (or the FLUXLOOP_ ones that "
                    + "stand there) and replay_args.recording_file in the configuration, and turns replaying off. "
                    + "Comments and everything else stay as they are.",
                Groups = [new OptionGroup("Options", [.. project.Rows, file])],
                Examples = [new("baton record enable --project demo", "Then run an experiment or a single call")],
            }
        );
        command.SetAction(parsed =>
            Tell(session, RecordingSwitch.Open(project.ToRequest(parsed, session)).Enable(parsed.GetValue(file)))
        );
        return command;
    }

    private static DocumentedCommand CreateDisable(ToolSession session)
    {
        ProjectOptions project = new();
        Option<bool> replay = OptionOf.Flag("--replay", "Replay what was recorded from the next run on");
        DocumentedCommand command = new(
            "disable",
            "Record no more",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [.. project.Rows, replay])],
                Examples = [new("baton record disable --replay", "Go on with what was recorded")],
            }
        );
        command.SetAction(parsed =>
            Tell(session, RecordingSwitch.Open(project.ToRequest(parsed, session)).Disable(parsed.GetValue(replay)))
        );
        return command;
    }

    private static DocumentedCommand CreateStatus(ToolSession session)
    {
        ProjectOptions project = new();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "status",
            "Show whether arguments are recorded or replayed, and what was recorded so far",
            new CommandNotes { Groups = [new OptionGroup("Options", [.. project.Rows, format])] }
        );
        command.SetAction(parsed =>
            RecordingReport.Write(
                session.Out,
                RecordingSwitch.Open(project.ToRequest(parsed, session)).Read(),
                parsed.GetValue(format) is "json"
            )
        );
        return command;
    }

    private static int Tell(ToolSession session, RecordingStatus status)
    {
        string changed = status.Changed.Count == 0 ? "nothing had to be changed" : string.Join(", ", status.Changed);
        session.Error.WriteLine(status.Changed.Count == 0 ? changed : $"changed {changed}");
        return RecordingReport.Write(session.Out, status, json: false);
    }
}
