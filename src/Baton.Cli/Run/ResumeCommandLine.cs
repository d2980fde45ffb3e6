using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Cli.Parsing;

namespace Baton.Cli.Run;

/// <summary>The command line that goes on with an experiment: the options it was started with, and its folder.</summary>
internal static class ResumeCommandLine
{
    /// <summary>Makes the command line. A key given on the command line is left out; it is not for the screen.</summary>
    /// <param name="parsed">The command line that started the experiment.</param>
    /// <param name="options">Its options.</param>
    /// <param name="folder">The experiment's folder as the user would type it.</param>
    public static string Of(ParseResult parsed, ExperimentOptions options, string folder)
    {
        Option[] leftOut = [options.Resume, options.Retry, options.Force, options.SupervisorApiKey];
        IEnumerable<string> words = parsed
            .CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit && !leftOut.Contains(option.Option))
            .SelectMany(option =>
                option.Tokens.Select(token => CommandWord.Of(token.Value)).Prepend(option.Option.Name)
            );
        return string.Join(' ', ["baton run experiment", .. words, options.Resume.Name, CommandWord.Of(folder)]);
    }
}
