using Baton.Cli.Results;
using Baton.Cli.Run;
using Baton.Configuration;
using Baton.Experiments;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary>Carries out <c>baton config validate</c>.</summary>
internal static class Validation
{
    /// <summary>Checks the configuration and the inputs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ToolSession session,
        ConfigurationRequest request,
        string? inputs,
        IReadOnlyList<CommandLineSetting> overrides,
        bool json
    )
    {
        try
        {
            await using PreparedExperiment experiment = PreparedExperiment.Create(
                new ExperimentRequest
                {
                    ConfigPath = request.Config,
                    Root = request.Root,
                    Project = request.Project,
                    InputsPath = inputs,
                    Overrides = overrides,
                    WorkingDirectory = request.CurrentDirectory,
                    Environment = request.Environment,
                },
                session.Clock
            );
            TellGood(session, experiment, json);
            return ExitCodes.Ok;
        }
        catch (ConfigurationException wrong) when (json)
        {
            WriteJson(session.Out, wrong.Errors, []);
            return ExitCodes.Usage;
        }
    }

    private static void TellGood(ToolSession session, PreparedExperiment experiment, bool json)
    {
        if (json)
        {
            WriteJson(session.Out, [], experiment.Warnings);
            return;
        }

        foreach (string warning in experiment.Warnings)
        {
            session.Error.WriteLine($"warning: {warning}");
        }

        session.Out.WriteLine(
            $"ok: {experiment.Plan.InputCount} inputs{ExperimentPlanText.Format(experiment.Plan)}, {experiment.Plan.TotalRuns} runs"
        );
    }

    private static void WriteJson(
        TextWriter output,
        IReadOnlyList<ConfigurationError> errors,
        IReadOnlyList<string> warnings
    ) =>
        JsonText.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("valid", errors.Count == 0);
                json.WriteStartArray("errors");
                foreach (ConfigurationError error in errors)
                {
                    json.WriteStartObject();
                    json.WriteString("source", error.Place.Source);
                    json.WriteNumber("line", error.Place.Line);
                    json.WriteNumber("column", error.Place.Column);
                    json.WriteString("key", error.Key);
                    json.WriteString("message", error.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("warnings");
                foreach (string warning in warnings)
                {
                    json.WriteStringValue(warning);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
