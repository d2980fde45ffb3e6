namespace Baton.Cli.Targets;

/// <summary>The names of the checks, known without loading what makes them.</summary>
internal static class CheckNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "starts",
        "answers",
        "streams",
        "reports_errors",
        "honours_guards",
        "survives_two_turns",
        "serves_several_at_once",
        "stops_cleanly",
    ];
}
