using System.CommandLine;
using System.CommandLine.Invocation;
using Baton.Agents;
using Baton.Cli.Parsing;
using Baton.Configuration;

namespace Baton.Cli;

/// <summary>Carries out one command line and turns whatever happens into an exit code.</summary>
internal static class BatonTool
{
    /// <summary>Carries out a command line.</summary>
    /// <param name="arguments">The words after the tool's name.</param>
    /// <param name="session">Where it happens.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolSession session)
    {
        bool debug = session.Debug || arguments.Contains(CommandTree.DebugOption);
        try
        {
            ParseResult parsed = CommandTree
                .Create(session)
                .Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not CommandLineAction { ClearsParseErrors: true })
            {
                return ParseErrorText.Write(parsed, session.Error);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = session.Out,
                    Error = session.Error,
                },
                CancellationToken.None
            );
        }
        catch (OperationCanceledException)
        {
            await session.Error.WriteLineAsync("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception failure)
        {
            return Tell(failure, session.Error, debug);
        }
    }

    /// <summary>Writes the version.</summary>
    public static int WriteVersion(TextWriter output)
    {
        output.WriteLine(ToolVersion.Text);
        return ExitCodes.Ok;
    }

    private static int Tell(Exception failure, TextWriter error, bool debug)
    {
        switch (failure)
        {
            case ConfigurationException configuration:
                foreach (ConfigurationError item in configuration.Errors)
                {
                    error.WriteLine($"error: {item}");
                }

                return ExitCodes.Usage;
            case BatonException or IOException or UnauthorizedAccessException:
                error.WriteLine($"error: {failure.Message}");
                if (debug)
                {
                    error.WriteLine(failure);
                }

                return ExitCodes.Usage;
            default:
                error.WriteLine($"error: Baton failed: {FirstLine(failure.Message)} ({failure.GetType().Name})");
                error.WriteLine(debug ? failure.ToString() : "Run again with --debug for the details.");
                return ExitCodes.Internal;
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
