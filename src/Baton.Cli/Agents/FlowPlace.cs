using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Topologies;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners;

namespace Baton.Cli.Agents;

/// <summary>What flows need that a command runs: a folder, and what their steps call.</summary>
/// <param name="OutputDir">The folder for flows.</param>
/// <param name="Options">How they are run.</param>
internal sealed record FlowPlace(string OutputDir, MetaflowOptions Options)
{
    private const string CommandVariable = "BATON_COMMAND";

    /// <summary>The place of a command line.</summary>
    public static FlowPlace Of(ToolSession session, StoreOption store, FollowOptions options, ParseResult parsed) =>
        new(
            Path.GetFullPath(
                parsed.GetValue(options.OutputDir) ?? GenerateOptions.UsualFolder,
                session.WorkingDirectory
            ),
            new MetaflowOptions
            {
                Command = session.Environment.ContainsKey(CommandVariable) ? [] : Own(),
                Environment = new Dictionary<string, string>(session.Environment, StringComparer.Ordinal)
                {
                    [StoreOption.Variable] = store.FullAddress(parsed, session),
                },
                WorkingDirectory = session.WorkingDirectory,
            }
        );

    /// <summary>A runner of flows.</summary>
    public MetaflowRunner CreateRunner(int concurrency, TopologyRunConfig config, RunnerPlace place) =>
        new(OutputDir, MetaflowEnvironment.Local, config, place, Options with { MaxWorkers = concurrency });

    // The tool that runs now, be it a program or an assembly.
    private static string[] Own() =>
        System.Environment.ProcessPath is { } process && Path.GetFileNameWithoutExtension(process) == "baton"
            ? [process]
            : ["dotnet", Path.Combine(AppContext.BaseDirectory, "baton.dll")];
}
