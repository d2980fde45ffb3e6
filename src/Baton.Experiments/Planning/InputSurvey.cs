using Baton.Configuration;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Planning;

/// <summary>What one pass over the inputs finds: whether they are right, how many runs they make, what identifies them.</summary>
internal sealed record InputSurvey
{
    /// <summary>The entries that take part.</summary>
    public required long InputCount { get; init; }

    /// <summary>The runs of one iteration.</summary>
    public required long RunCount { get; init; }

    /// <summary>Those of the entries that take part which tell of their user.</summary>
    public required long ScenarioCount { get; init; }

    /// <summary>The personas of the runs.</summary>
    public required IReadOnlySet<string> Personas { get; init; }

    /// <summary>The personas all entries name, whether they take part or not.</summary>
    public required IReadOnlyCollection<string> NamedPersonas { get; init; }

    /// <summary>SHA-256 over the entries that take part.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>Reads the inputs once.</summary>
    /// <param name="source">The inputs.</param>
    /// <param name="selection">Which entries take part, and as whom.</param>
    /// <param name="limit">The most entries that take part.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public static InputSurvey Of(IInputSource source, PersonaSelection selection, long limit, InputFindings findings)
    {
        using DatasetHash hash = new();
        DuplicateIds ids = new();
        HashSet<string> personas = new(StringComparer.Ordinal);
        HashSet<string> named = new(StringComparer.Ordinal);
        long entries = 0;
        long inputs = 0;
        long runs = 0;
        long scenarios = 0;
        foreach (LocatedInput located in source.Read(findings))
        {
            ExperimentInput input = located.Input;
            entries++;
            ids.Add(input.Id, located.HasOwnId);
            if (input.Persona is not null)
            {
                named.Add(input.Persona);
            }

            if (inputs < limit && selection.Includes(input))
            {
                inputs++;
                scenarios += input.Scenario is null ? 0 : 1;
                hash.Add(input);
                foreach (Personas.Persona? persona in selection.For(input))
                {
                    runs++;
                    if (persona is not null)
                    {
                        personas.Add(persona.Name);
                    }
                }
            }
        }

        if (entries == 0 && findings.IsEmpty && findings.Skipped > 0)
        {
            string first = findings.Warnings[0]["skipped ".Length..];
            findings.Add(
                new ConfigurationPlace(source.ShownAs),
                "",
                $"every entry has a mistake; the first is {first}"
            );
        }
        else if (entries == 0 && findings.IsEmpty)
        {
            findings.Add(new ConfigurationPlace(source.ShownAs), "", "has no entries; write at least one input");
        }

        if (findings.IsEmpty && ids.AnySuspect)
        {
            NameDuplicates(source, ids, findings);
        }

        return new InputSurvey
        {
            InputCount = inputs,
            RunCount = runs,
            ScenarioCount = scenarios,
            Personas = personas,
            NamedPersonas = named,
            DatasetHash = hash.Finish(),
        };
    }

    private static void NameDuplicates(IInputSource source, DuplicateIds ids, InputFindings findings)
    {
        Dictionary<string, ConfigurationPlace> first = new(StringComparer.Ordinal);
        foreach (LocatedInput located in source.Read(new InputFindings()))
        {
            string id = located.Input.Id;
            if (!ids.IsSuspect(id))
            {
                continue;
            }

            ConfigurationPlace place = located.PlaceIn(source);
            if (!first.TryAdd(id, place))
            {
                string numbered = located.HasOwnId ? "" : " (made from the entry's number, as it brings none)";
                findings.Add(place, "id", $"`{id}`{numbered} is given twice, first at {first[id]}; make it unique");
            }
        }
    }
}
