using System.CommandLine;
using Baton.Cli.Agents.Catalog;
using Baton.Cli.Agents.Executions;
using Baton.Cli.Agents.Topologies;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents;

/// <summary><c>baton agents</c>.</summary>
internal static class AgentsCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("agents", "Keep agents and topologies, and run agents together")
        {
            CreateList(session),
            CreateCreate(session),
            CreateShow(session),
            CreateDelete(session),
            CreateMixins(session),
            CreateImport(session),
            CreateExport(session),
            TopologiesCommand.Create(session),
            ExecutionsCommand.Create(session),
            InvokeCommand.Create(session),
        };

    private static DocumentedCommand CreateList(ToolSession session)
    {
        StoreOption store = new();
        Option<string?> role = OptionOf.Choice(
            "--role",
            $"Only agents of a role: {string.Join(", ", AgentWords.Roles)}",
            AgentWords.Roles
        );
        role.HelpName = "ROLE";
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "list",
            "List the agents that are kept, by name",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", role, format, store.Database)],
                Examples = [new("baton agents list --role planner --format json", "Planners, with all settings")],
            }
        );
        command.SetAction(
            (parsed, _) =>
                AgentList.WriteAsync(session, store, parsed, parsed.GetValue(role), parsed.GetValue(format) is "json")
        );
        return command;
    }

    private static DocumentedCommand CreateCreate(ToolSession session)
    {
        AgentOptions options = new();
        DocumentedCommand command = new(
            "create",
            "Keep an agent: a model with instructions",
            new CommandNotes
            {
                Remarks =
                    "Agents with other settings, and agents that live elsewhere, are written in a file and kept with "
                    + "`baton agents import`.",
                Groups =
                [
                    new OptionGroup(
                        "The agent",
                        options.Description,
                        options.Model,
                        options.SystemPrompt,
                        options.Capability
                    ),
                    new OptionGroup("The store", options.Replace, options.Store.Database),
                ],
                Examples =
                [
                    new("baton agents create my_planner planner --description \"Planning agent\"", "A planner"),
                    new(
                        "baton agents create lawyer specialist -m openai:gpt-4o-mini --system-prompt @lawyer.md "
                            + "--capability law",
                        "A specialist that coordinators give work that takes `law`"
                    ),
                ],
            }
        );
        command.Arguments.Add(options.Name);
        command.Arguments.Add(options.Role);
        command.SetAction((parsed, _) => AgentCreation.RunAsync(session, options, parsed));
        return command;
    }

    private static DocumentedCommand CreateShow(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> name = NameArgument();
        Option<string?> format = OptionOf.Format("yaml");
        DocumentedCommand command = new(
            "show",
            "Show an agent as it would be written in a file",
            new CommandNotes
            {
                Remarks = "In YAML settings at their defaults are left out; in JSON all stand there.",
                Groups = [new OptionGroup("Options", format, store.Database)],
                Examples = [new("baton agents show my_planner", "Its role and settings")],
            }
        );
        command.Arguments.Add(name);
        command.SetAction(
            (parsed, _) =>
                AgentDetails.WriteAsync(
                    session,
                    store,
                    parsed,
                    parsed.GetValue(name)!,
                    parsed.GetValue(format) is "json"
                )
        );
        return command;
    }

    private static DocumentedCommand CreateDelete(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> name = NameArgument();
        DocumentedCommand command = new(
            "delete",
            "Forget an agent; executions it took part in stay",
            new CommandNotes { Groups = [new OptionGroup("Options", store.Database)] }
        );
        command.Arguments.Add(name);
        command.SetAction((parsed, _) => AgentRemoval.RunAsync(session, store, parsed, parsed.GetValue(name)!));
        return command;
    }

    private static DocumentedCommand CreateMixins(ToolSession session)
    {
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "mixins",
            "List the capabilities that can be mixed into an agent",
            new CommandNotes
            {
                Remarks = "Every other word in an agent's `capabilities` is a skill by which coordinators give work.",
                Groups = [new OptionGroup("Options", format)],
            }
        );
        command.SetAction(parsed => MixinList.Write(session, parsed.GetValue(format) is "json"));
        return command;
    }

    private static DocumentedCommand CreateImport(ToolSession session)
    {
        StoreOption store = new();
        Argument<string> file = new("FILE") { Description = "A YAML or JSON file with agents and topologies" };
        DocumentedCommand command = new(
            "import",
            "Keep all agents and topologies of a file, in place of those of the same names",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", store.Database)],
                Examples = [new("baton agents import research.yaml", "Keep them in ./agent.db")],
            }
        );
        command.Arguments.Add(file);
        command.SetAction((parsed, _) => TeamImport.RunAsync(session, store, parsed, parsed.GetValue(file)!));
        return command;
    }

    private static DocumentedCommand CreateExport(ToolSession session)
    {
        StoreOption store = new();
        Argument<string[]> names = new("NAME")
        {
            Description = "Agents, and topologies, which bring their agents with them [default: all]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        DocumentedCommand command = new(
            "export",
            "Write agents and topologies as YAML that `baton agents import` reads",
            new CommandNotes
            {
                ArgumentUsage = "[NAME...]",
                Groups = [new OptionGroup("Options", store.Database)],
                Examples = [new("baton agents export research_ensemble > research.yaml", "A topology and its agents")],
            }
        );
        command.Arguments.Add(names);
        command.SetAction((parsed, _) => TeamExport.RunAsync(session, store, parsed, parsed.GetValue(names) ?? []));
        return command;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The agent" };
}
