using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>An entry as it is written.</summary>
internal sealed record EntryShape
{
    /// <summary>The first message.</summary>
    public required string Input { get; init; }

    /// <summary>The identifier, unique within the inputs. Default: <c>input_0001</c> and so on.</summary>
    public string? Id { get; init; }

    /// <summary>The persona this entry runs as. Default: each selected one.</summary>
    public string? Persona { get; init; }

    /// <summary>The answer to compare with.</summary>
    public JsonNode? Expected { get; init; }

    /// <summary>Free facts, handed to the agent and kept in the trace.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Who the user is and what they want; told to the supervisor, never to the agent.</summary>
    public string? Scenario { get; init; }

    /// <summary>Free facts, kept in the trace and never handed to the agent.</summary>
    public JsonObject? Notes { get; init; }

    /// <summary>What the user says in the turns after the first.</summary>
    public TurnScript? Turns { get; init; }

    /// <summary>Decisions about tool calls.</summary>
    public IReadOnlyList<ApprovalShape> Approvals { get; init; } = [];

    /// <summary>What the answer to the first message must fulfil.</summary>
    public ExpectationShape? Expect { get; init; }
}

/// <summary>A decision about a tool call as it is written.</summary>
internal sealed record ApprovalShape : IValidatedSection
{
    /// <summary>The turn it is for. Default: any.</summary>
    [Range(1)]
    public int? Turn { get; init; }

    /// <summary>The tool it is for. Default: any.</summary>
    public string? Tool { get; init; }

    /// <summary>What to do.</summary>
    public required ApprovalDecision Decision { get; init; }

    /// <summary>With <c>edit</c>, the arguments to use instead.</summary>
    public JsonObject? Arguments { get; init; }

    /// <summary>With <c>deny</c>, what the agent is told.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Decision == ApprovalDecision.Edit && Arguments is null)
        {
            section.Error("decision", "`edit` needs `arguments`, the ones to use instead");
        }
        else if (Decision != ApprovalDecision.Edit && Arguments is not null)
        {
            section.Error("arguments", "goes with `decision: edit`");
        }

        if (Decision != ApprovalDecision.Deny && Reason is not null)
        {
            section.Error("reason", "goes with `decision: deny`");
        }
    }

    /// <summary>The decision.</summary>
    public ScriptedApproval ToApproval() => new(Turn, Tool, Decision, Arguments, Reason);
}

/// <summary>What an answer must fulfil, as it is written.</summary>
internal sealed record ExpectationShape : IValidatedSection
{
    /// <summary>A text or texts the answer contains, ignoring case.</summary>
    public TextOrTexts Contains { get; init; } = new([]);

    /// <summary>A text or texts the answer does not contain, ignoring case.</summary>
    public TextOrTexts NotContains { get; init; } = new([]);

    /// <summary>The whole answer.</summary>
    [JsonPropertyName("equals")]
    public string? EqualTo { get; init; }

    /// <summary>A regular expression or several, each found in the answer.</summary>
    public TextOrTexts Regex { get; init; } = new([]);

    /// <summary>A tool or tools called in the turn.</summary>
    public TextOrTexts ToolCalled { get; init; } = new([]);

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        foreach (string pattern in Regex.Texts)
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            }
            catch (ArgumentException exception)
            {
                section.Error("regex", $"is no regular expression: {exception.Message.TrimEnd('.')}");
            }
        }
    }

    /// <summary>The expectation.</summary>
    public TurnExpectation ToExpectation() =>
        new()
        {
            Contains = Contains.Texts,
            NotContains = NotContains.Texts,
            EqualTo = EqualTo,
            Regex = Regex.Texts,
            ToolCalled = ToolCalled.Texts,
        };
}
