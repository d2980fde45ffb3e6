using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents;

/// <summary>The option that says where agents, topologies and executions are kept.</summary>
internal sealed class StoreOption
{
    /// <summary>The variable that holds for commands without the option.</summary>
    public const string Variable = "BATON_DB";

    private const string Usual = "./agent.db";

    /// <summary>The option.</summary>
    public Option<string?> Database { get; } =
        OptionOf.Text(
            "--db",
            "FILE|URL",
            $"Where everything is kept: a SQLite file, or sqlite:///file, or postgresql://user@host/database [default: {Variable}, else {Usual}]"
        );

    /// <summary>The address as the user wrote it.</summary>
    public string Address(ParseResult parsed, ToolSession session) =>
        parsed.GetValue(Database)
        ?? (session.Environment.TryGetValue(Variable, out string? set) && set.Length > 0 ? set : Usual);

    /// <summary>Whether somebody said where it is.</summary>
    public bool IsGiven(ParseResult parsed, ToolSession session) =>
        parsed.GetValue(Database) is not null
        || (session.Environment.TryGetValue(Variable, out string? set) && set.Length > 0);

    /// <summary>The address for processes that run in other folders.</summary>
    public string FullAddress(ParseResult parsed, ToolSession session) =>
        StoreAccess.FileOf(Address(parsed, session)) is { } file
            ? Path.GetFullPath(file, session.WorkingDirectory)
            : Address(parsed, session);

    /// <summary>The address as it may be shown: without a password.</summary>
    public string Shown(ParseResult parsed, ToolSession session) => WithoutPassword(Address(parsed, session));

    /// <summary>What a command line that goes on with this store has to say; empty where it need not say anything.</summary>
    public string Words(ParseResult parsed) =>
        parsed.GetValue(Database) is { } given ? $" {Database.Name} {CommandWord.Of(WithoutPassword(given))}" : "";

    private static string WithoutPassword(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = address.LastIndexOf('@');
        int colon = start < 3 || end < start ? -1 : address.IndexOf(':', start, end - start);
        return colon < 0 ? address : $"{address[..(colon + 1)]}***{address[end..]}";
    }
}
