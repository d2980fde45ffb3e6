using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Topologies.Capabilities.StructuredOutput;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text is JSON of a certain form.</summary>
internal sealed record JsonSchemaCheck : TextCheck, IValidatedSection
{
    private readonly JsonElement _schema;

    /// <summary>The form, as JSON Schema.</summary>
    public new required JsonObject Schema
    {
        get;
        init
        {
            field = value;
            _schema = TraceView.ElementOf(value);
        }
    }

    /// <summary>Whether JSON in a code fence or between words counts too. Default true.</summary>
    public bool Extract { get; init; } = true;

    internal override string Word => "json_schema";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        foreach (string problem in SchemaWords.Problems(_schema))
        {
            section.Error("schema", problem);
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(string text, TraceView trace)
    {
        if (!EmbeddedJson.TryRead(text, Extract, out JsonElement value))
        {
            return CheckResult.Fail($"{Shown.Text(text)} is no JSON");
        }

        try
        {
            IReadOnlyList<string> errors = SchemaCheck.Errors(_schema, value);
            return errors.Count == 0 ? CheckResult.Pass : CheckResult.Fail(string.Join("; ", errors));
        }
        catch (RegexMatchTimeoutException slow)
        {
            return CheckResult.Error($"the pattern `{slow.Pattern}` of the schema took too long; simplify it");
        }
    }
}
