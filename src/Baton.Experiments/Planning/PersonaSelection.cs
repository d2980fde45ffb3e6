using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Planning;

/// <summary>Which personas take part, and which of them each entry runs as.</summary>
internal sealed class PersonaSelection
{
    private static readonly IReadOnlyList<Persona?> Nobody = [null];

    private readonly PlanRequest _request;
    private readonly HashSet<string>? _filter;
    private readonly Dictionary<string, IReadOnlyList<Persona?>> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Persona?> _selected;
    private readonly IReadOnlyList<Persona?>? _forced;

    /// <summary>Makes the selection; <see cref="Check"/> says whether it makes sense.</summary>
    public PersonaSelection(PlanRequest request)
    {
        _request = request;
        _filter = request.Personas?.ToHashSet(StringComparer.Ordinal);
        foreach (Persona persona in request.Settings.Personas)
        {
            _byName.TryAdd(persona.Name, [persona]);
        }

        IEnumerable<string> described = request.Settings.Personas.Select(persona => persona.Name);
        IEnumerable<string> names = _filter is null
            ? described
            : described.Where(_filter.Contains).Concat(request.Personas!).Distinct(StringComparer.Ordinal);
        List<Persona?> selected = [.. names.SelectMany(Named)];
        _selected = selected.Count == 0 ? Nobody : selected;
        if (request.Settings.MultiTurn is { Enabled: true, PersonaOverride: { } forced })
        {
            _forced = Named(forced);
        }
    }

    /// <summary>The names an entry without a persona runs as; empty for nobody.</summary>
    public IEnumerable<string> SelectedNames =>
        (_forced ?? _selected).OfType<Persona>().Select(persona => persona.Name);

    /// <summary>Whether an entry takes part.</summary>
    public bool Includes(ExperimentInput input) =>
        _filter is null || input.Persona is null || _filter.Contains(input.Persona);

    /// <summary>Who an entry that takes part runs as, in order; one <see langword="null"/> for nobody.</summary>
    public IReadOnlyList<Persona?> For(ExperimentInput input) =>
        _forced ?? (input.Persona is null ? _selected : Named(input.Persona));

    /// <summary>Holds the selection against what the configuration and the inputs know.</summary>
    /// <param name="inInputs">The personas the inputs name.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>What is odd but usable.</returns>
    public IEnumerable<string> Check(IReadOnlyCollection<string> inInputs, ConfigurationErrors errors)
    {
        List<string> described = [.. _request.Settings.Personas.Select(persona => persona.Name)];
        List<string> known = [.. described.Union(inInputs, StringComparer.Ordinal)];
        foreach (string name in _filter?.Except(known, StringComparer.Ordinal) ?? [])
        {
            errors.Add(new ConfigurationPlace("--personas"), "", Unknown(name, known));
        }

        string? forced = _request.Settings.MultiTurn.PersonaOverride;
        if (forced is not null && !known.Contains(forced, StringComparer.Ordinal))
        {
            ConfigurationEntry? written = (_request.Tree["multi_turn"]?.Value as ConfigurationMapping)?[
                "persona_override"
            ];
            errors.Add(
                written?.Value.Place ?? _request.Tree.Place,
                "multi_turn.persona_override",
                Unknown(forced, known)
            );
        }

        return Warnings(described, inInputs);
    }

    private List<string> Warnings(List<string> described, IReadOnlyCollection<string> inInputs)
    {
        List<string> warnings = [];
        List<string> undescribed = [.. inInputs.Except(described, StringComparer.Ordinal)];
        if (described.Count > 0 && undescribed.Count > 0)
        {
            string names = string.Join(", ", undescribed.Take(5).Select(name => $"`{name}`{Meant(name, described)}"));
            string more = undescribed.Count > 5 ? $" and {undescribed.Count - 5} more" : "";
            warnings.Add(
                $"inputs name personas that `personas` does not describe: {names}{more}; they run with their name alone"
            );
        }

        if (_request.Settings.MultiTurn is { Enabled: false, PersonaOverride: not null })
        {
            warnings.Add("`multi_turn.persona_override` does nothing without `multi_turn.enabled`");
        }

        return warnings;
    }

    private IReadOnlyList<Persona?> Named(string name)
    {
        if (!_byName.TryGetValue(name, out IReadOnlyList<Persona?>? persona))
        {
            persona = [new Persona { Name = name }];
            _byName.Add(name, persona);
        }

        return persona;
    }

    private static string Meant(string name, List<string> described) =>
        Suggestion.For(name, described) is { } meant ? $" (did you mean `{meant}`?)" : "";

    private static string Unknown(string name, List<string> known)
    {
        string names = string.Join(", ", known.Take(10).Select(persona => $"`{persona}`"));
        string there =
            known.Count == 0 ? "neither the configuration nor the inputs name any persona"
            : known.Count > 10 ? $"known are {names} and {known.Count - 10} more"
            : $"known are {names}";
        return $"unknown persona `{name}`{Suggestion.Hint(name, known)}; {there}";
    }
}
