using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Adapters;

/// <summary>The <c>adapters:</c> section: reshapes between what the experiment has and what the agent wants.</summary>
public sealed record AdapterOptions : IValidatedSection
{
    /// <summary>
    /// What the agent gets instead of the user's text: text, a mapping or a list with paths into the turn, for example
    /// <c>{question: "{{ input }}", order: "$.metadata.order"}</c>. A Python function whose parameters are named like the
    /// members gets them as keyword arguments. Default: the text itself.
    /// </summary>
    public Template? Input { get; init; }

    /// <summary>What is made of the agent's answer. Default: the answer itself.</summary>
    public OutputAdapterOptions? Output { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Input is null && Output is null)
        {
            section.Error("", "adapts nothing; give `input`, `output` or both");
        }
    }
}

/// <summary>The <c>adapters.output:</c> section; its steps are taken in the order path, regex, template.</summary>
public sealed record OutputAdapterOptions : IValidatedSection
{
    /// <summary>Where the answer stands in what the agent returned: in the structure, or in its text read as JSON.</summary>
    public DataPath? Path { get; init; }

    /// <summary>
    /// A regular expression (.NET syntax); its first match is taken. With one group that group's text, with several, all
    /// of them named, a mapping of them.
    /// </summary>
    public string? Regex { get; init; }

    /// <summary>What is written, with <c>output</c> beside the words of every template.</summary>
    public OutputTemplate? Template { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Path is null && Regex is null && Template is null)
        {
            section.Error("", "adapts nothing; give `path`, `regex` or `template`");
        }

        if (Regex is not null && OutputPattern.Problem(Regex) is { } problem)
        {
            section.Error("regex", problem);
        }
    }
}
