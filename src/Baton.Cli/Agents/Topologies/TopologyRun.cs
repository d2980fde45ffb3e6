using System.CommandLine;
using System.Text.Json.Nodes;
using Baton.Cli.Agents.Following;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Targets.Topologies;
using Baton.Topologies;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies run</c>.</summary>
internal static class TopologyRun
{
    private const int UsualTimeout = 3600;

    /// <summary>Runs one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, RunOptions options, ParseResult parsed)
    {
        // What is wrong with the command line, the input and the file is said at once.
        List<ConfigurationError> wrong = [];
        int concurrency = Collect(wrong, () => ReadOptions(options, parsed));
        TopologyRunConfig config = Collect(wrong, () => ReadConfig(options, parsed)) ?? new TopologyRunConfig();
        JsonObject? input = await CollectAsync(wrong, () => ReadInputAsync(session, options, parsed));
        AssembledTeam? team = await CollectAsync(wrong, () => FindTeamAsync(session, options.Source, parsed));
        if (wrong.Count > 0)
        {
            throw new ConfigurationException(wrong);
        }

        TopologyCheck.Run(team!.Topology, team.Agents, config);
        AgentPlace place = AgentPlace
            .Open(session, options.Source.Store, options.Follow, parsed, concurrency, isNew: true)
            .For(team.Agents.Values);
        await using ITopologyStore store = place.Store;
        await using TargetAgents agents = place.Agents;
        string runnerType = options.Follow.RunnerType(parsed);
        string id = place.NewExecutionId();
        TopologyRunner runner = place.CreateRunner(runnerType, concurrency, config, id);
        return await new ExecutionFollower(session, store, place.Redaction).RunAsync(
            new ExecutionTitle(id, team.Topology.Name, AgentWords.Of(team.Topology.Type), runnerType),
            cancellationToken => runner.StreamAsync(team.Topology, team.Agents, input!, cancellationToken),
            options.Follow,
            parsed,
            new NextCommands(options.Source.Store.Words(parsed))
        );
    }

    // A store that is not there yet is made only when everything is right.
    private static async Task<AssembledTeam?> FindTeamAsync(
        ToolSession session,
        TopologySource source,
        ParseResult parsed
    )
    {
        if (parsed.GetValue(source.Name) is null && parsed.GetValue(source.File) is null)
        {
            return null;
        }

        await using ITopologyStore store = StoreAccess.OpenForReading(source.Store, parsed, session);
        return await TeamSource.AssembleAsync(session, store, source, parsed);
    }

    private static int ReadOptions(RunOptions options, ParseResult parsed)
    {
        UsageErrors errors = new();
        options.Source.Check(parsed, errors);
        int concurrency = options.Follow.Concurrency(parsed, errors);
        errors.ThrowIfAny();
        return concurrency;
    }

    private static TopologyRunConfig ReadConfig(RunOptions options, ParseResult parsed)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(UsualTimeout);
        string? written = parsed.GetValue(options.Timeout);
        UsageErrors errors = new();
        errors.AddIf(
            written is not null
                && (
                    !Duration.TryParse(written, out timeout)
                    || timeout < TimeSpan.FromSeconds(1)
                    || timeout.TotalSeconds > int.MaxValue
                ),
            options.Timeout.Name,
            $"`{written}` is no duration of at least a second; write one such as `90s` or `2h`"
        );
        errors.ThrowIfAny();
        return new TopologyRunConfig
        {
            CorrelationId = parsed.GetValue(options.CorrelationId),
            TimeoutSeconds = (int)Math.Ceiling(timeout.TotalSeconds),
        };
    }

    private static async Task<JsonObject> ReadInputAsync(ToolSession session, RunOptions options, ParseResult parsed)
    {
        string name = options.InputJson.Name;
        switch (parsed.GetValue(options.InputJson))
        {
            case null:
                throw UsageErrors.Of(name, "is missing; write a JSON object such as `'{\"prompt\": \"…\"}'`");
            case "-":
                return ExecutionInput.Parse(await session.In.ReadToEndAsync(), "standard input");
            case ['@', .. string file]:
                string path = Path.GetFullPath(file, session.WorkingDirectory);
                return File.Exists(path)
                    ? ExecutionInput.Parse(await File.ReadAllTextAsync(path), file)
                    : throw UsageErrors.Of(name, $"no such file `{file}`");
            case { } json:
                return ExecutionInput.Parse(json, name);
        }
    }

    private static T? Collect<T>(List<ConfigurationError> wrong, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ConfigurationException found)
        {
            wrong.AddRange(found.Errors);
            return default;
        }
    }

    private static async Task<T?> CollectAsync<T>(List<ConfigurationError> wrong, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (ConfigurationException found)
        {
            wrong.AddRange(found.Errors);
            return default;
        }
        catch (TopologyException found) when (wrong.Count > 0)
        {
            wrong.Add(new ConfigurationError(new ConfigurationPlace("NAME"), "", found.Message));
            return default;
        }
    }
}
