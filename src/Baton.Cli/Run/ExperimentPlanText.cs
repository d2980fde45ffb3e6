using System.Globalization;
using System.Text.Json;
using Baton.Cli.Results;
using Baton.Experiments;
using Baton.Experiments.Settings;

namespace Baton.Cli.Run;

/// <summary>Shows what an experiment is going to do.</summary>
internal static class ExperimentPlanText
{
    /// <summary>Writes the plan.</summary>
    public static void Write(PreparedExperiment experiment, TextWriter output, bool json)
    {
        if (json)
        {
            JsonText.Write(output, writer => WriteJson(experiment, writer));
            return;
        }

        ExperimentPlanSummary plan = experiment.Plan;
        TextTable table = new();
        table.Add("Experiment", experiment.Settings.Name ?? "(unnamed)");
        table.Add("Target", plan.Target);
        table.Add("Inputs", Number(plan.InputCount) + Format(plan));
        table.Add("Personas", plan.PersonaCount == 0 ? "none" : Number(plan.PersonaCount));
        table.Add("Iterations", Number(plan.Iterations));
        table.Add("Runs", Runs(plan) + $", {experiment.Settings.ParallelRuns} at once");
        if (experiment.ReplayOf is { } recording)
        {
            table.Add("Replay", $"the user's turns of {recording}");
        }
        else if (experiment.Settings.MultiTurn is { Enabled: true } multiTurn)
        {
            table.Add(
                "Conversations",
                $"up to {multiTurn.MaxTurns} turns, supervisor {multiTurn.Supervisor.Provider.ToString().ToLowerInvariant()}"
            );
        }

        if (plan.EstimatedModelCalls is { } calls)
        {
            table.Add("Model calls", $"about {Number(calls)} by the supervisor");
        }

        table.Add("Output", experiment.Settings.Output.Directory);
        table.Write(output);
    }

    /// <summary>Writes the first lines of progress.</summary>
    public static void WriteStart(ExperimentPlanSummary plan, TextWriter output)
    {
        string iterations = plan.Iterations == 1 ? "1 iteration" : $"{plan.Iterations} iterations";
        string personas = plan.PersonaCount == 0 ? "" : $" with {Count(plan.PersonaCount, "persona")}";
        output.WriteLine("[INFO] Starting experiment...");
        output.WriteLine($"[INFO] Loaded {Count(plan.InputCount, "input")}{Format(plan)}");
        output.WriteLine(
            $"[INFO] Running {iterations} per input{personas} ({plan.TotalRuns} total {(plan.TotalRuns == 1 ? "run" : "runs")})"
        );
        if (plan.AlreadyFinished > 0)
        {
            output.WriteLine($"[INFO] Resuming: {Count(plan.AlreadyFinished, "run")} finished before");
        }
    }

    /// <summary>Whose entries the inputs are, behind their number; nothing for Baton's own.</summary>
    public static string Format(ExperimentPlanSummary plan) =>
        plan.InputsFormat == DatasetFormat.Baton ? "" : $" ({DatasetWords.Of(plan.InputsFormat)})";

    private static string Count(long count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";

    private static string Runs(ExperimentPlanSummary plan) =>
        plan.AlreadyFinished == 0
            ? Number(plan.TotalRuns)
            : $"{Number(plan.TotalRuns)}, of which {Number(plan.AlreadyFinished)} are finished";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static void WriteJson(PreparedExperiment experiment, Utf8JsonWriter writer)
    {
        ExperimentPlanSummary plan = experiment.Plan;
        writer.WriteStartObject();
        writer.WriteString("experiment_name", experiment.Settings.Name);
        writer.WriteString("target", plan.Target);
        writer.WriteNumber("inputs", plan.InputCount);
        writer.WriteString("inputs_format", DatasetWords.Of(plan.InputsFormat));
        writer.WriteNumber("personas", plan.PersonaCount);
        writer.WriteNumber("iterations", plan.Iterations);
        writer.WriteNumber("total_runs", plan.TotalRuns);
        writer.WriteNumber("already_finished", plan.AlreadyFinished);
        writer.WriteNumber("parallel_runs", experiment.Settings.ParallelRuns);
        if (experiment.ReplayOf is { } recording)
        {
            writer.WriteString("replay", recording);
        }

        writer.WriteBoolean("multi_turn", experiment.Settings.MultiTurn.Enabled);
        if (plan.EstimatedModelCalls is { } calls)
        {
            writer.WriteNumber("estimated_model_calls", calls);
        }

        writer.WriteEndObject();
    }
}
