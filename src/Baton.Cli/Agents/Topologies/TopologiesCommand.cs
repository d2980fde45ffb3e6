using System.CommandLine;
using Baton.Cli.Agents.Executions;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Topologies;

/// <summary><c>baton agents topologies</c>.</summary>
internal static class TopologiesCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("topologies", "Describe how agents work together, and let them")
        {
            CreateList(session),
            CreateCreate(session),
            CreateShow(session),
            CreateValidate(session),
            CreateDelete(session),
            CreateRun(session),
            CreateGraph(session),
            GenerateCommand.Create(session),
        };

    private static DocumentedCommand CreateList(ToolSession session)
    {
        StoreOption store = new();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "list",
            "List the topologies that are kept, by name",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", format, store.Database)],
                Examples = [new("baton agents topologies list --format json", "With all of their settings")],
            }
        );
        command.SetAction(
            (parsed, _) => TopologyList.WriteAsync(session, store, parsed, parsed.GetValue(format) is "json")
        );
        return command;
    }

    private static DocumentedCommand CreateCreate(ToolSession session)
    {
        StoreOption store = new();
        Option<string?> file = OptionOf.Text("--file", "FILE", "The YAML or JSON file they stand in", "-f");
        file.Required = true;
        Option<bool> replace = OptionOf.Flag("--replace", "Put them in place of those of the same names");
        DocumentedCommand command = new(
            "create",
            "Keep the topologies of a file, and the agents described there",
            new CommandNotes
            {
                Remarks = "Agents that the file names and does not describe must be kept already.",
                Groups = [new OptionGroup("Options", file, replace, store.Database)],
                Examples = [new("baton agents topologies create -f research.yaml", "Then run it by its name")],
            }
        );
        command.SetAction(
            (parsed, _) =>
                TopologyCreation.RunAsync(session, store, parsed, parsed.GetValue(file)!, parsed.GetValue(replace))
        );
        return command;
    }

    private static DocumentedCommand CreateShow(ToolSession session)
    {
        TopologySource source = new();
        Option<string?> format = OptionOf.Format("yaml");
        DocumentedCommand command = new(
            "show",
            "Show a topology as it would be written in a file",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [format, .. source.Rows])],
                Examples = [new("baton agents topologies show research_ensemble", "Its type, settings and members")],
            }
        );
        command.Arguments.Add(source.Name);
        command.SetAction(
            (parsed, _) => TopologyDetails.WriteAsync(session, source, parsed, parsed.GetValue(format) is "json")
        );
        return command;
    }

    private static DocumentedCommand CreateValidate(ToolSession session)
    {
        TopologySource source = new();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "validate",
            "Check that a topology can run: slots, agents, settings; all mistakes at once",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [format, .. source.Rows])],
                Examples =
                [
                    new("baton agents topologies validate -f research.yaml", "Check a file"),
                    new(
                        "baton agents topologies validate research_ensemble",
                        "Check one that is kept, with its agents"
                    ),
                ],
                ExitCodes = [new("2", "something is wrong with it")],
            }
        );
        command.Arguments.Add(source.Name);
        command.SetAction(
            (parsed, _) => TopologyValidation.RunAsync(session, source, parsed, parsed.GetValue(format) is "json")
        );
        return command;
    }

    private static DocumentedCommand CreateDelete(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> name = new("NAME") { Description = "The topology" };
        DocumentedCommand command = new(
            "delete",
            "Forget a topology; its executions and agents stay",
            new CommandNotes { Groups = [new OptionGroup("Options", store.Database)] }
        );
        command.Arguments.Add(name);
        command.SetAction((parsed, _) => TopologyRemoval.RunAsync(session, store, parsed, parsed.GetValue(name)!));
        return command;
    }

    private static DocumentedCommand CreateRun(ToolSession session)
    {
        RunOptions options = new();
        DocumentedCommand command = new(
            "run",
            "Run a topology, of the store or of a file",
            new CommandNotes
            {
                Remarks =
                    "Writes the answer to standard output, and on the way the steps to standard error: as a tree that is "
                    + "drawn over on a terminal, otherwise as lines. Each step is in the journal before what depends on "
                    + "it begins: whatever ends the process, `baton agents executions resume` goes on from there.",
                Groups =
                [
                    new OptionGroup("The topology", options.Source.Rows),
                    new OptionGroup("The input", options.InputJson),
                    new OptionGroup("The run", [.. options.Follow.Rows, options.Timeout, options.CorrelationId]),
                ],
                Examples =
                [
                    new(
                        "baton agents topologies run my_debate --input-json '{\"topic\": \"AI\"}'",
                        "Run a topology that is kept"
                    ),
                    new(
                        "baton agents topologies run -f research.yaml --input-json '{\"prompt\": \"Go\"}' --runner async",
                        "Run one from a file, with agents at work at once"
                    ),
                    new(
                        "baton agents topologies run -f research.yaml --input-json @input.json --format json",
                        "Take the input from a file, and get all of the result"
                    ),
                ],
                ExitCodes = ExecutionsCommand.RunExitCodes,
            }
        );
        command.Arguments.Add(options.Source.Name);
        command.SetAction((parsed, _) => TopologyRun.RunAsync(session, options, parsed));
        return command;
    }

    private static DocumentedCommand CreateGraph(ToolSession session)
    {
        TopologySource source = new();
        Option<string?> format = OptionOf.Choice(
            "--format",
            "The language of the drawing: mermaid or dot [default: mermaid]",
            ["mermaid", "dot"]
        );
        DocumentedCommand command = new(
            "graph",
            "Draw a topology as a Mermaid flowchart or in Graphviz's DOT language",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [format, .. source.Rows])],
                Examples =
                [
                    new("baton agents topologies graph my_debate", "For a page in Markdown"),
                    new(
                        "baton agents topologies graph -f research.yaml --format dot | dot -Tsvg > research.svg",
                        "As a picture"
                    ),
                ],
            }
        );
        command.Arguments.Add(source.Name);
        command.SetAction(
            (parsed, _) => TopologyDrawing.WriteAsync(session, source, parsed, parsed.GetValue(format) is "dot")
        );
        return command;
    }
}
