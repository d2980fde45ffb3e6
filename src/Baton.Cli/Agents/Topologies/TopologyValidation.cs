using System.CommandLine;
using System.Text.Json;
using Baton.Cli.Parsing;
using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Topologies;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Carries out <c>baton agents topologies validate</c>.</summary>
internal static class TopologyValidation
{
    /// <summary>Checks one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, TopologySource source, ParseResult parsed, bool json)
    {
        UsageErrors errors = new();
        source.Check(parsed, errors);
        errors.ThrowIfAny();
        try
        {
            await using ITopologyStore store = StoreAccess.OpenForReading(source.Store, parsed, session);
            Tell(session, await TeamSource.CheckAsync(session, store, source, parsed), json);
            return ExitCodes.Ok;
        }
        catch (ConfigurationException wrong) when (json)
        {
            WriteErrors(session.Out, wrong.Errors.Select(error => (error.ToString(), (ConfigurationError?)error)));
        }
        catch (TopologyException wrong) when (json)
        {
            WriteErrors(session.Out, [(wrong.Message, null)]);
        }

        return ExitCodes.Usage;
    }

    private static void Tell(ToolSession session, AssembledTeam team, bool json)
    {
        if (json)
        {
            JsonText.Write(
                session.Out,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteBoolean("valid", value: true);
                    writer.WriteString("topology_name", team.Topology.Name);
                    writer.WriteStartArray("errors");
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            );
        }
        else
        {
            session.Out.WriteLine(
                $"ok: {team.Topology.Name}, {AgentWords.Of(team.Topology.Type)} of {team.Agents.Count} agent"
                    + (team.Agents.Count == 1 ? "" : "s")
            );
        }
    }

    private static void WriteErrors(TextWriter output, IEnumerable<(string Text, ConfigurationError? Error)> errors) =>
        JsonText.Write(
            output,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("valid", value: false);
                writer.WriteStartArray("errors");
                foreach ((string text, ConfigurationError? error) in errors)
                {
                    WriteError(writer, text, error);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        );

    private static void WriteError(Utf8JsonWriter writer, string text, ConfigurationError? error)
    {
        writer.WriteStartObject();
        if (error is { } known)
        {
            writer.WriteString("source", known.Place.Source);
            writer.WriteNumber("line", known.Place.Line);
            writer.WriteNumber("column", known.Place.Column);
            writer.WriteString("key", known.Key);
        }

        writer.WriteString("message", error?.Message ?? text);
        writer.WriteEndObject();
    }
}
