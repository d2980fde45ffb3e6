using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Export;

/// <summary><c>baton export</c>.</summary>
internal static class ExportCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("export", "Hand recorded runs to other tools") { CreateExperiment(session) };

    private static DocumentedCommand CreateExperiment(ToolSession session)
    {
        ExportOptions options = new();
        DocumentedCommand command = new(
            "experiment",
            "Send the runs of an experiment as OpenTelemetry traces",
            new CommandNotes
            {
                Remarks =
                    "Every run becomes a trace, as OpenTelemetry's GenAI conventions describe agents: a span for the run, and inside "
                    + "it turns, tool calls, model calls and whatever else was recorded; scores of an evaluation are events of the "
                    + "run's span. Jaeger, Grafana Tempo, Langfuse, Phoenix and everything else that takes OTLP over HTTP shows them. "
                    + "Identifiers are the same each time, so an export can be repeated.\n"
                    + "Without --to and --output the address is output.otlp.endpoint of the configuration, else that of "
                    + "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT.",
                Groups = options.Groups,
                Examples =
                [
                    new(
                        "baton export experiment --to http://localhost:4318",
                        "Send the last experiment to a collector"
                    ),
                    new(
                        "baton export experiment experiments/exp_20241101_143022 --to http://localhost:6006",
                        "Send one experiment to Phoenix"
                    ),
                    new(
                        "baton export experiment --to https://otlp.example.com --header \"Authorization=Bearer $KEY\"",
                        "Send it with a key"
                    ),
                    new("baton export experiment --output traces.jsonl", "Write a file that the Collector reads"),
                    new("baton export experiment --failed --no-content", "What went wrong, without what was said"),
                ],
                ExitCodes =
                [
                    new("0", "every span was taken"),
                    new("1", "spans were refused, or the server could not be reached any more"),
                    new("2", "no experiment, or nowhere to export it to"),
                ],
            }
        );
        command.Arguments.Add(options.Experiment);
        command.SetAction((parsed, _) => ExportSitting.RunAsync(session, options, parsed));
        return command;
    }
}
