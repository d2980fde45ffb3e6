using Baton.Agents.Sessions;
using Baton.Agents.Sqlite;
using Baton.Cli.Parsing;
using Baton.Configuration;

namespace Baton.Cli.Chat;

/// <summary>A conversation kept in a file of sessions.</summary>
internal sealed class SessionFile : IDisposable
{
    private const string DefaultId = "default";

    private readonly SqliteSessionStore _store;

    private SessionFile(SqliteSessionStore store, string id, string shownAs)
    {
        _store = store;
        Session = store.Open(id);
        ShownAs = shownAs;
    }

    /// <summary>The conversation.</summary>
    public ISession Session { get; }

    /// <summary>The session and its file as the user would name them.</summary>
    public string ShownAs { get; }

    /// <summary>Opens a session.</summary>
    /// <param name="written"><c>FILE</c> or <c>FILE#ID</c>; the file is made with the first answer.</param>
    /// <param name="option">The option it was written in.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <exception cref="ConfigurationException">There is no name, or the file's folder is missing.</exception>
    public static SessionFile Open(string written, string option, string workingDirectory)
    {
        int mark = written.LastIndexOf('#');
        string file = mark < 0 ? written : written[..mark];
        string id = mark < 0 ? DefaultId : written[(mark + 1)..];
        UsageErrors errors = new();
        errors.AddIf(
            string.IsNullOrWhiteSpace(file) || string.IsNullOrWhiteSpace(id),
            option,
            $"`{written}` is not FILE or FILE#ID; write for example `{option} chats.db#trip`"
        );
        errors.ThrowIfAny();
        string path = Path.GetFullPath(file, workingDirectory);
        errors.AddIf(
            !Directory.Exists(Path.GetDirectoryName(path)),
            option,
            $"no folder `{Path.GetDirectoryName(file)}`; make it first"
        );
        errors.AddIf(Directory.Exists(path), option, $"`{file}` is a folder; name a file");
        errors.ThrowIfAny();
        return new SessionFile(new SqliteSessionStore(path), id, $"`{id}` of {file}");
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
