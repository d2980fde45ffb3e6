namespace Baton.Experiments.Personas;

/// <summary>Checks names of personas and gives equal ones as one text, so that a million entries share a few. Not thread-safe.</summary>
internal sealed class PersonaNames
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The shared text of a name, or <see langword="null"/> for what is no name (see <see cref="PersonaName.Rule"/>).</summary>
    public string? Share(string name)
    {
        if (_known.TryGetValue(name, out string? known))
        {
            return known;
        }

        if (!PersonaName.IsValid(name))
        {
            return null;
        }

        _known.Add(name);
        return name;
    }
}
