namespace Baton.Configuration;

/// <summary>Where a value was written.</summary>
/// <param name="Source">
/// A file's path as the user would type it, an environment variable (<c>BATON_ITERATIONS</c>), an option
/// (<c>--iterations</c>) or <c>default</c>.
/// </param>
/// <param name="Line">The line, from 1; 0 where the source has no lines.</param>
/// <param name="Column">The column in characters, from 1; 0 where the source has no lines.</param>
public sealed record ConfigurationPlace(string Source, int Line = 0, int Column = 0)
{
    /// <summary><c>file:line:column</c>, or the source alone.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
