using System.Buffers;

namespace Baton.Experiments.Personas;

/// <summary>The names of personas.</summary>
internal static class PersonaName
{
    /// <summary>What is wrong with a name that is not valid.</summary>
    public const string Rule =
        "a persona's name must not be empty, `-`, or hold `/`, `,` or line breaks; write for example `novice_user`";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/,\r\n\t\0");

    /// <summary>Whether a persona may be called so: the name stands in run keys and in comma-separated lists.</summary>
    public static bool IsValid(string name) =>
        !string.IsNullOrWhiteSpace(name)
        && !string.Equals(name, "-", StringComparison.Ordinal)
        && name.AsSpan().IndexOfAny(Forbidden) < 0;
}
