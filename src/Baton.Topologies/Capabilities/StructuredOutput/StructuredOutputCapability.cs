using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Capabilities.StructuredOutput;

/// <summary>Answers are JSON of a schema; what is not is sent back to be corrected.</summary>
[Capability("structured_output", Description = "Answers are JSON of a schema, corrected where they do not fit.")]
public sealed class StructuredOutputCapability : Capability<StructuredOutputSettings>
{
    /// <inheritdoc/>
    public override IEnumerable<string> Check(AgentType agent) =>
        Settings.Schema is { } schema
            ? SchemaWords
                .Problems(JsonSerializer.SerializeToElement(schema))
                .Select(problem => $"structured_output: {problem}")
            : [];

    /// <inheritdoc/>
    public override ValueTask CreatedAsync(AgentSetup setup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setup);

        // A pattern's own form, which others count on, goes before this one.
        if (setup.Form is null || setup.Form == AnswerForm.Of(setup.Agent.Config.OutputFormat))
        {
            setup.Form = Settings.Schema is { } schema
                ? new AnswerForm("answer", JsonSerializer.SerializeToElement(schema))
                : setup.Form ?? AnswerForm.Of(OutputFormat.Json);
        }

        return default;
    }

    /// <inheritdoc/>
    public override async Task<string> InvokeAsync(
        CapabilityStep step,
        string message,
        Func<string, Task<string>> next,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(next);
        string asked = step.Agent.Config.Target is null
            ? message
            : $"{message}\n\nAnswer with nothing but JSON of this schema: {step.Form!.Schema.GetRawText()}";
        string answer = await next(asked).ConfigureAwait(false);
        for (int repair = 0; ; repair++)
        {
            (JsonElement? json, string? problem) = Read(step.Form!, answer);
            if (problem is null)
            {
                return json!.Value.GetRawText();
            }

            if (repair == Settings.MaxRepairs)
            {
                throw new JsonException($"after {repair} corrections (`max_repairs`): {problem}");
            }

            answer = await step.AskAsync(
                    $"Your answer is not JSON of the wanted schema: {problem}. Answer again with nothing but the JSON."
                )
                .ConfigureAwait(false);
        }
    }

    private static (JsonElement? Json, string? Problem) Read(AnswerForm form, string answer)
    {
        try
        {
            JsonElement json = SchemaCheck.Find(answer);
            IReadOnlyList<string> errors = SchemaCheck.Errors(form.Schema, json);
            return (json, errors.Count == 0 ? null : string.Join("; ", errors));
        }
        catch (JsonException problem)
        {
            return (null, problem.Message.TrimEnd('.'));
        }
    }
}

/// <summary>The settings of <c>structured_output</c>.</summary>
public sealed record StructuredOutputSettings
{
    /// <summary>
    /// The JSON Schema of answers. Default: the agent's output format, or any JSON object. Steps for which a pattern has a
    /// form of its own (a verdict, a plan) keep that form, and are corrected to fit it.
    /// </summary>
    public JsonObject? Schema { get; init; }

    /// <summary>How often an answer that does not fit is sent back before the attempt fails. Default 2.</summary>
    [Range(0, 20)]
    public int MaxRepairs { get; init; } = 2;
}
