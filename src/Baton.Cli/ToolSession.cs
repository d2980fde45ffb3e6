using System.Collections;
using Baton.Cli.Interrupts;

namespace Baton.Cli;

/// <summary>The place a command runs in: its streams, its terminal, the environment, the folder and the clock.</summary>
internal sealed record ToolSession
{
    /// <summary>For data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>For people.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What is typed or piped in.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether a person may type into <see cref="In"/>.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether <see cref="Out"/> is shown on a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is shown on a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The columns help and tables may use.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The folder relative paths on the command line start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The process's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Starts to listen for requests to stop; the command that asks disposes the result.</summary>
    public Func<Interruption> Listen { get; init; } = Interruption.ListenForSignals;

    /// <summary>Whether a question can be asked and answered.</summary>
    public bool CanAsk => InputIsTerminal && ErrorIsTerminal;

    /// <summary>Whether lines on <see cref="Error"/> may be drawn over: a capable terminal with a person before it.</summary>
    public bool CanAnimate => ErrorIsTerminal && !IsDumb && !IsSet("CI");

    /// <summary>Whether <see cref="Out"/> takes colours.</summary>
    public bool OutputTakesColour => OutputIsTerminal && TakesColour;

    /// <summary>Whether <see cref="Error"/> takes colours.</summary>
    public bool ErrorTakesColour => ErrorIsTerminal && TakesColour;

    /// <summary>Whether details of Baton's own faults are wanted.</summary>
    public bool Debug => Environment.TryGetValue("BATON_DEBUG", out string? value) && value is "1" or "true";

    private bool TakesColour => !IsDumb && !IsSet("NO_COLOR");

    private bool IsDumb =>
        Environment.TryGetValue("TERM", out string? term) && string.Equals(term, "dumb", StringComparison.Ordinal);

    /// <summary>The session of the running process.</summary>
    public static ToolSession FromProcess()
    {
        bool outputIsTerminal = !Console.IsOutputRedirected;
        return new ToolSession
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = outputIsTerminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = outputIsTerminal ? Math.Clamp(Console.WindowWidth, 60, 120) : 100,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Environment = ReadEnvironment(),
        };
    }

    private static Dictionary<string, string> ReadEnvironment()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return variables;
    }

    private bool IsSet(string variable) =>
        Environment.TryGetValue(variable, out string? value) && value.Length > 0 && value is not ("0" or "false");
}
