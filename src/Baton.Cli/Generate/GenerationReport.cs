using System.Globalization;
using System.Text.Json;
using Baton.Agents;
using Baton.Cli.Parsing;
using Baton.Cli.Results;
using Baton.Experiments.Generation;

namespace Baton.Cli.Generate;

/// <summary>Tells what was generated.</summary>
/// <param name="session">Where the command runs.</param>
/// <param name="generation">What was generated.</param>
/// <param name="project">The options that name the project, each after a space.</param>
internal sealed class GenerationReport(ToolSession session, PreparedGeneration generation, string project)
{
    private const int MostShown = 10;

    /// <summary>Shows what is going to be generated.</summary>
    public static void WritePlan(GenerationPlanSummary plan, TextWriter output, bool json)
    {
        if (json)
        {
            JsonText.Write(output, writer => WritePlan(plan, writer));
            return;
        }

        TextTable table = new();
        table.Add("Written by", plan.Mode is "deterministic" ? $"rules, seed {plan.Seed}" : plan.Mode);
        table.Add("Base inputs", Number(plan.BaseInputs));
        table.Add("Personas", plan.Personas == 0 ? "none" : Number(plan.Personas));
        table.Add("Strategies", $"{string.Join(", ", plan.Strategies)}; up to {plan.Count} of each");
        table.Add(
            "Inputs",
            plan.EarlierBatches.Count == 0
                ? Number(plan.Wanted)
                : $"{Number(plan.Wanted)}, behind {string.Join(", ", plan.EarlierBatches)}"
        );
        if (plan.Calls is { } calls)
        {
            string answered = calls.AnsweredBefore == 0 ? "" : $"; {calls.AnsweredBefore} inputs are answered already";
            table.Add("Calls", $"{Number(calls.Calls)}{answered}");
            table.Add("Tokens", $"about {Number(calls.InputTokens)} in, {Number(calls.OutputTokens)} out");
            table.Add(
                "Cost",
                calls.Cost is { } cost
                    ? $"about {Money(cost)}, without retries"
                    : "unknown: the model's price is not known"
            );
        }

        table.Add("Output", plan.Output);
        table.Write(output);
    }

    /// <summary>Tells the result.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(GenerationResult result, bool json)
    {
        bool inputsAreData = generation.Plan.Output is GenerationRequest.StandardOutput;
        if (json && !inputsAreData)
        {
            JsonText.Write(session.Out, writer => WriteJson(result, writer));
        }
        else
        {
            WriteText(result, inputsAreData ? session.Error : session.Out);
        }

        TellMissing(result);
        if (result.IsWritten && !inputsAreData)
        {
            TellNext();
        }

        return result.Model is { MissingForFailures: > 0 } ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private void WriteText(GenerationResult result, TextWriter output)
    {
        TextTable table = new();
        table.Add(
            result.IsWritten ? "Inputs" : "Answered",
            $"{Number(result.Count)}{(result.IsWritten ? $" in {generation.Plan.Output}" : "")}"
        );
        foreach ((string strategy, int count) in result.ByStrategy)
        {
            table.Add($"  {strategy}", Number(count));
        }

        if (generation.Plan.EarlierBatches.Count > 0)
        {
            table.Add("Behind", string.Join(", ", generation.Plan.EarlierBatches));
        }

        if (result.Model is { } model)
        {
            table.Add("Calls", $"{Number(model.Calls)} of {generation.Plan.Mode}");
            table.Add(
                "Spent",
                Spent(model.Spent) + (model.SpentBefore is null ? "" : $"; before: {Spent(model.SpentBefore)}")
            );
        }

        table.Write(output);
    }

    private void TellMissing(GenerationResult result)
    {
        foreach (string shortfall in result.Shortfalls.Take(MostShown))
        {
            session.Error.WriteLine($"left out: {generation.Redactor.Redact(shortfall)}");
        }

        if (result.Shortfalls.Count > MostShown)
        {
            session.Error.WriteLine($"left out: {result.Shortfalls.Count - MostShown} more reasons; see --format json");
        }

        if (result.Model is not { } model)
        {
            return;
        }

        foreach ((string reason, int count) in model.Rejected.Take(MostShown))
        {
            session.Error.WriteLine($"not used: {Times(count, "text")}: {generation.Redactor.Redact(reason)}");
        }

        foreach ((string reason, int count) in model.Failures.Take(MostShown))
        {
            session.Error.WriteLine($"failed: {Times(count, "call")}: {generation.Redactor.Redact(reason)}");
        }

        if (model.MissingForFailures > 0)
        {
            string why = model.StoppedBecause is null ? "calls failed" : model.StoppedBecause;
            session.Error.WriteLine(
                $"error: {Times(model.MissingForFailures, "input")} missing: {why}; "
                    + (
                        result.IsWritten
                            ? "the file holds the others"
                            : "nothing was written, what was answered is kept: run the same command again to go on, or with `--partial` to take what there is"
                    )
            );
        }
    }

    private void TellNext()
    {
        string output = generation.Plan.Output;
        string inputs = output.EndsWith(generation.UsualInputsFile, StringComparison.Ordinal)
            ? ""
            : $" --inputs {CommandWord.Of(output)}";
        session.Error.WriteLine($"Next: baton run experiment{project}{inputs}");
    }

    private void WriteJson(GenerationResult result, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("output", generation.Plan.Output);
        writer.WriteBoolean("written", result.IsWritten);
        writer.WriteString("made_by", generation.Plan.Mode);
        writer.WriteNumber("seed", generation.Plan.Seed);
        writer.WriteNumber("inputs", result.Count);
        writer.WriteStartObject("by_strategy");
        foreach ((string strategy, int count) in result.ByStrategy)
        {
            writer.WriteNumber(strategy, count);
        }

        writer.WriteEndObject();
        WriteTexts(writer, "earlier_batches", generation.Plan.EarlierBatches);
        WriteTexts(writer, "left_out", result.Shortfalls.Select(generation.Redactor.Redact));
        if (result.Model is { } model)
        {
            WriteModel(model, writer);
        }

        writer.WriteEndObject();
    }

    private void WriteModel(ModelAccount model, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("model");
        writer.WriteNumber("calls", model.Calls);
        WriteUsage(writer, "spent", model.Spent);
        WriteUsage(writer, "spent_before", model.SpentBefore);
        WriteCounts(writer, "not_used", model.Rejected);
        WriteCounts(writer, "failures", model.Failures);
        writer.WriteNumber("missing", model.MissingForFailures);
        writer.WriteString("stopped_because", model.StoppedBecause);
        writer.WriteEndObject();
    }

    private void WriteCounts(Utf8JsonWriter writer, string name, IReadOnlyList<(string Reason, int Count)> counts)
    {
        writer.WriteStartArray(name);
        foreach ((string reason, int count) in counts)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", generation.Redactor.Redact(reason));
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteUsage(Utf8JsonWriter writer, string name, Usage? usage)
    {
        if (usage is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteNumber(writer, "input_tokens", usage.InputTokens);
        WriteNumber(writer, "output_tokens", usage.OutputTokens);
        WriteNumber(writer, "cost", usage.Cost);
        writer.WriteEndObject();
    }

    private static void WritePlan(GenerationPlanSummary plan, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("made_by", plan.Mode);
        writer.WriteNumber("seed", plan.Seed);
        writer.WriteNumber("base_inputs", plan.BaseInputs);
        writer.WriteNumber("personas", plan.Personas);
        WriteTexts(writer, "strategies", plan.Strategies);
        writer.WriteNumber("count", plan.Count);
        writer.WriteNumber("inputs", plan.Wanted);
        WriteTexts(writer, "earlier_batches", plan.EarlierBatches);
        writer.WriteString("output", plan.Output);
        if (plan.Calls is { } calls)
        {
            writer.WriteStartObject("estimate");
            writer.WriteNumber("calls", calls.Calls);
            writer.WriteNumber("answered_before", calls.AnsweredBefore);
            writer.WriteNumber("input_tokens", calls.InputTokens);
            writer.WriteNumber("output_tokens", calls.OutputTokens);
            WriteNumber(writer, "cost", calls.Cost);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, decimal? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Spent(Usage? usage) =>
        usage is null
            ? "unknown: the server reported nothing"
            : $"{Number(usage.InputTokens ?? 0)} tokens in, {Number(usage.OutputTokens ?? 0)} out"
                + (usage.Cost is { } cost ? $", {Money(cost)}" : ", cost unknown");

    private static string Money(decimal cost) =>
        $"${cost.ToString(cost < 0.01m ? "0.000000" : "0.0000", CultureInfo.InvariantCulture)}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Times(int count, string word) => count == 1 ? $"1 {word}" : $"{Number(count)} {word}s";
}
