using System.CommandLine;
using Baton.Cli.Agents.Topologies;
using Baton.Cli.Help;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents;

/// <summary><c>baton agents topologies generate</c>.</summary>
internal static class GenerateCommand
{
    /// <summary>Builds the command.</summary>
    public static DocumentedCommand Create(ToolSession session)
    {
        GenerateOptions options = new();
        DocumentedCommand command = new(
            "generate",
            "Write a topology as a Metaflow flow in Python",
            new CommandNotes
            {
                Remarks =
                    "Writes NAME_flow.py and metaflow_helpers.py, which it imports. The flow's steps call "
                    + "`baton agents invoke`; BATON_COMMAND is the command to call where `baton` is not on the path.",
                Groups =
                [
                    new OptionGroup("The topology", options.Source.Rows),
                    new OptionGroup(
                        "The flow",
                        options.OutputDir,
                        options.Environment,
                        options.Image,
                        options.Cpu,
                        options.Memory,
                        options.Secrets
                    ),
                ],
                Examples =
                [
                    new("baton agents topologies generate my_debate", "A flow in ./generated_flows"),
                    new("python generated_flows/my_debate_flow.py run --input-json '{}'", "Then let Metaflow run it"),
                    new(
                        "baton agents topologies generate -f research.yaml --environment kubernetes --image ours/baton "
                            + "--secret model-keys",
                        "One whose steps run in pods"
                    ),
                ],
            }
        );
        command.Arguments.Add(options.Source.Name);
        command.SetAction((parsed, _) => RunAsync(session, options, parsed));
        return command;
    }

    private static async Task<int> RunAsync(ToolSession session, GenerateOptions options, ParseResult parsed)
    {
        (MetaflowEnvironment environment, MetaflowOptions settings) = options.Read(parsed);
        await using ITopologyStore store = StoreAccess.OpenForReading(options.Source.Store, parsed, session);
        AssembledTeam team = await TeamSource.AssembleAsync(session, store, options.Source, parsed);
        string folder = Path.GetFullPath(
            parsed.GetValue(options.OutputDir) ?? GenerateOptions.UsualFolder,
            session.WorkingDirectory
        );
        await using MetaflowRunner runner = new(folder, environment, options: settings);
        string file = runner.WriteFlow(team.Topology, team.Agents);
        await session.Out.WriteLineAsync(Path.GetRelativePath(session.WorkingDirectory, file));
        return ExitCodes.Ok;
    }
}
