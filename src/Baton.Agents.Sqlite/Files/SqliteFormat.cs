namespace Baton.Agents.Sqlite.Files;

/// <summary>What a kind of file is called and how its tables came to be.</summary>
/// <param name="Name">What the file holds, as a person calls it: <c>sessions</c>.</param>
/// <param name="ApplicationId">The number in the file's header that tells it from other programs' files; not 0.</param>
/// <param name="Migrations">
/// The SQL that leads from each version to the next, the first from an empty file. The number of scripts is the version
/// of the format. A script that was released never changes.
/// </param>
internal sealed record SqliteFormat(string Name, int ApplicationId, IReadOnlyList<string> Migrations)
{
    /// <summary>The version files have once they are opened.</summary>
    public int Version => Migrations.Count;
}
