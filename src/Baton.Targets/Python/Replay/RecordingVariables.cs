namespace Baton.Targets.Python.Replay;

/// <summary>The environment variables that turn the recording of arguments on; Baton's own come before FluxLoop's.</summary>
public static class RecordingVariables
{
    /// <summary>Where calls are recorded when nothing names a file, relative to the project folder.</summary>
    public const string DefaultFile = "recordings/args_recording.jsonl";

    /// <summary>The variables that turn recording on, the deciding one first.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["BATON_RECORD_ARGS", "FLUXLOOP_RECORD_ARGS"];

    /// <summary>The variables that name the file, the deciding one first; relative to the project folder.</summary>
    public static IReadOnlyList<string> Files { get; } = ["BATON_RECORDING_FILE", "FLUXLOOP_RECORDING_FILE"];

    /// <summary>The deciding variable of several that is set, or <see langword="null"/>.</summary>
    /// <param name="names">The variables, the deciding one first.</param>
    /// <param name="variables">The environment.</param>
    public static string? Deciding(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> variables) =>
        names.FirstOrDefault(name => variables.GetValueOrDefault(name) is { Length: > 0 });

    /// <summary>Whether recording is on.</summary>
    public static bool IsOn(IReadOnlyDictionary<string, string> variables) =>
        Deciding(Switches, variables) is { } name
        && variables[name].Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";

    /// <summary>The file calls are recorded to, absolute.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="projectDirectory">The project folder, absolute.</param>
    public static string FileOf(IReadOnlyDictionary<string, string> variables, string projectDirectory) =>
        Path.GetFullPath(Deciding(Files, variables) is { } name ? variables[name] : DefaultFile, projectDirectory);
}
