using System.Security.Cryptography;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;

namespace Baton.Experiments.Generation.Planning;

/// <summary>The inputs that are varied.</summary>
internal static class BaseInputs
{
    private const int LongestSlug = 32;

    /// <summary>Reads them: from the named file, otherwise <c>base_inputs</c> of the configuration.</summary>
    /// <remarks>
    /// One without an identifier of its own gets one made from its text, so that it keeps it when others come and go. Of
    /// two with the same text and persona the first counts.
    /// </remarks>
    /// <param name="request">What names them.</param>
    /// <param name="redact">Takes secrets out of texts: what is varied could no longer be recognised as one.</param>
    /// <param name="warnings">What is odd but usable.</param>
    /// <exception cref="ConfigurationException">There are none, or something is wrong with them.</exception>
    public static IReadOnlyList<ExperimentInput> Read(
        PlanRequest request,
        Func<string, string> redact,
        List<string> warnings
    )
    {
        ConfigurationErrors errors = new();
        IInputSource? source =
            request.InputsPath is not null ? InputFiles.Open(request, errors)
            : request.Settings.BaseInputs is { } written ? new DocumentInputs("base_inputs", written.Entries, [])
            : null;
        if (source is null)
        {
            errors.ThrowIfAny();
            throw new ConfigurationException([
                new ConfigurationError(request.Tree.Place, "base_inputs", Missing(request)),
            ]);
        }

        InputFindings findings = new(request.Settings.Inputs.OnBadLine);
        Dictionary<string, ExperimentInput> inputs = new(StringComparer.Ordinal);
        HashSet<(string, string?)> texts = [];
        foreach (LocatedInput located in source.Read(findings))
        {
            ExperimentInput input = located.Input with { Text = redact(located.Input.Text) };
            input = located.HasOwnId ? input : input with { Id = IdOf(input) };
            if (!texts.Add((input.Text, input.Persona)))
            {
                warnings.Add($"{located.PlaceIn(source)}: stands there twice; the second is left out");
            }
            else if (!inputs.TryAdd(input.Id, input))
            {
                findings.Add(located.PlaceIn(source), "id", $"`{input.Id}` is given twice; make it unique");
            }
        }

        findings.ThrowIfAny(source.ShownAs);
        warnings.AddRange(findings.Warnings);
        return inputs.Count > 0
            ? [.. inputs.Values]
            : throw new ConfigurationException([
                new ConfigurationError(
                    new ConfigurationPlace(source.ShownAs),
                    "",
                    "has no entries; write at least one input"
                ),
            ]);
    }

    private static string Missing(PlanRequest request)
    {
        string existing = request.Settings.InputsFile ?? InputFiles.DefaultPath;
        string hint = File.Exists(Path.Combine(request.ProjectDirectory, existing))
            ? $", for example `--inputs {existing}`"
            : "";
        return $"there is nothing to vary; list base inputs here (`base_inputs:` and below it one `- \"…\"` each), or name a file of them with `--inputs FILE`{hint}";
    }

    private static string IdOf(ExperimentInput input)
    {
        StringBuilder slug = new();
        foreach (char character in input.Text)
        {
            if (slug.Length >= LongestSlug)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && character != '\'')
            {
                slug.Append('-');
            }
        }

        string hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{input.Text}\0{input.Persona}"))
        )[..6];
        string words = slug.ToString().TrimEnd('-');
        return words.Length == 0 ? $"input-{hash}" : $"{words}-{hash}";
    }
}
