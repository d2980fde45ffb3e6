using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Executions;

/// <summary><c>baton agents executions</c>.</summary>
internal static class ExecutionsCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("executions", "See what ran, and go on with it")
        {
            CreateList(session),
            CreateShow(session),
            CreateResume(session),
            CreateCancel(session),
            CreateDecision(session, isApproval: true),
            CreateDecision(session, isApproval: false),
            CreatePrune(session),
        };

    private static DocumentedCommand CreateList(ToolSession session)
    {
        StoreOption store = new();
        Option<string?> status = OptionOf.Choice(
            "--status",
            $"Only those that stand so: {string.Join(", ", ExecutionStanding.Words)}",
            ExecutionStanding.Words
        );
        status.HelpName = "STATUS";
        Option<string?> limit = OptionOf.Text("--limit", "N", "Show at most N [default: 20; all with --format json]");
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "list",
            "List executions, the newest first",
            new CommandNotes
            {
                Remarks =
                    "An execution whose process was killed is `interrupted` until it is resumed or cancelled: at once when "
                    + "the process was one of this machine, otherwise when it has given no sign of life for 15 seconds.",
                Groups = [new OptionGroup("Options", status, limit, format, store.Database)],
                Examples =
                [
                    new("baton agents executions list --status paused", "Those that wait for a person"),
                    new("baton agents executions list --format json", "All of them, for a script"),
                ],
            }
        );
        command.SetAction(
            (parsed, _) =>
                ExecutionList.WriteAsync(
                    session,
                    store,
                    parsed,
                    parsed.GetValue(status),
                    new NumberOption(limit, 20).Read(parsed, isJson: parsed.GetValue(format) is "json"),
                    parsed.GetValue(format) is "json"
                )
        );
        return command;
    }

    private static DocumentedCommand CreateShow(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> id = IdArgument();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "show",
            "Show an execution: its steps as a tree, what was asked of people, what came of it",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", format, store.Database)],
                Examples =
                [
                    new("baton agents executions show 019aa…", "The tree of its steps, and its output"),
                    new(
                        "baton agents executions show 019aa… --format json",
                        "With what every agent was asked and answered"
                    ),
                ],
            }
        );
        command.Arguments.Add(id);
        command.SetAction(
            (parsed, _) =>
                ExecutionDetails.WriteAsync(
                    session,
                    store,
                    parsed,
                    parsed.GetValue(id)!,
                    parsed.GetValue(format) is "json"
                )
        );
        return command;
    }

    private static DocumentedCommand CreateResume(ToolSession session)
    {
        StoreOption store = new();
        FollowOptions follow = new(usualRunner: null);
        Argument<string> id = IdArgument();
        DocumentedCommand command = new(
            "resume",
            "Go on with an execution that was interrupted, killed, cancelled, failed or paused",
            new CommandNotes
            {
                Remarks =
                    "Steps that ended are taken from the journal and not run again. Of an execution that failed, what "
                    + "failed is tried again. One that completed gives its output once more.",
                Groups = [new OptionGroup("The run", follow.Rows), new OptionGroup("The store", store.Database)],
                Examples =
                [
                    new("baton agents executions resume 019aa…", "Go on, with the runner of before"),
                    new(
                        "baton agents executions resume 019aa… --runner async",
                        "Go on with everything at once that may be"
                    ),
                ],
                ExitCodes = RunExitCodes,
            }
        );
        command.Arguments.Add(id);
        command.SetAction(
            (parsed, _) => ExecutionResumption.RunAsync(session, store, follow, parsed, parsed.GetValue(id)!)
        );
        return command;
    }

    private static DocumentedCommand CreateCancel(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> id = IdArgument();
        DocumentedCommand command = new(
            "cancel",
            "Cancel an execution, in whichever process it runs",
            new CommandNotes
            {
                Remarks =
                    "The process that runs it sees that within seconds and ends it; one that nobody runs is cancelled at "
                    + "once. What ended stays in the journal, and the execution can be resumed.",
                Groups = [new OptionGroup("Options", store.Database)],
                ExitCodes = [new("2", "there is no such execution, or it had ended already")],
            }
        );
        command.Arguments.Add(id);
        command.SetAction((parsed, _) => ExecutionCancelling.RunAsync(session, store, parsed, parsed.GetValue(id)!));
        return command;
    }

    private static DocumentedCommand CreateDecision(ToolSession session, bool isApproval)
    {
        StoreOption store = new();
        Argument<string> id = IdArgument();
        Option<string?> step = OptionOf.Text(
            "--step",
            "PATH",
            "The step that waits, as executions show names it [default: all that wait]"
        );
        Option<string?> comment = OptionOf.Text("--comment", "TEXT", "Words for the agents");
        Option<string?> by = OptionOf.Text("--by", "NAME", "Who decides [default: the USER variable]");
        DocumentedCommand command = new(
            isApproval ? "approve" : "reject",
            isApproval ? "Let an execution that waits for a person go on" : "Refuse what an execution waits for",
            new CommandNotes
            {
                Remarks =
                    "Only writes the decision down: `baton agents executions resume` goes on with it, here or in another "
                    + "process. A decision once made stays.",
                Groups =
                [
                    new OptionGroup("The decision", step, comment, by),
                    new OptionGroup("The store", store.Database),
                ],
                Examples =
                [
                    isApproval
                        ? new(
                            "baton agents executions approve 019aa… --comment \"Looks right\"",
                            "Approve all that waits"
                        )
                        : new(
                            "baton agents executions reject 019aa… --comment \"No sources\"",
                            "Reject all that waits"
                        ),
                ],
                ExitCodes = [new("2", "there is no such execution, or nothing in it waits")],
            }
        );
        command.Arguments.Add(id);
        command.SetAction(
            (parsed, _) =>
                HumanDecision.RunAsync(
                    session,
                    store,
                    parsed,
                    parsed.GetValue(id)!,
                    new HumanDecision.Wish(
                        isApproval,
                        parsed.GetValue(step),
                        parsed.GetValue(comment) ?? "",
                        parsed.GetValue(by) ?? session.Environment.GetValueOrDefault("USER", "")
                    )
                )
        );
        return command;
    }

    private static DocumentedCommand CreatePrune(ToolSession session)
    {
        StoreOption store = new();
        Option<string?> age = OptionOf.Text("--older-than", "DURATION", "How long ago they ended, at least: 30d, 12h");
        age.Required = true;
        Option<bool> dryRun = OptionOf.Flag("--dry-run", "Only say how many");
        DocumentedCommand command = new(
            "prune",
            "Remove executions that ended long ago, with their steps",
            new CommandNotes
            {
                Remarks = "What waits for a person, and what runs, stays.",
                Groups = [new OptionGroup("Options", age, dryRun, store.Database)],
                Examples = [new("baton agents executions prune --older-than 30d", "Keep the last thirty days")],
            }
        );
        command.SetAction(
            (parsed, _) =>
                ExecutionPruning.RunAsync(session, store, parsed, parsed.GetValue(age)!, parsed.GetValue(dryRun))
        );
        return command;
    }

    /// <summary>What exit codes of commands say that run an execution.</summary>
    public static IReadOnlyList<HelpEntry> RunExitCodes { get; } =
    [
        new("0", "it completed, or is paused and waits for a person"),
        new("1", "it failed; what ended is in the journal"),
        new("2", "the command line or a definition cannot be used, or another process runs the execution"),
        new("130", "interrupted or cancelled; it can be resumed"),
    ];

    private static Argument<string> IdArgument() =>
        new("ID") { Description = "The execution, as executions list names it" };
}
