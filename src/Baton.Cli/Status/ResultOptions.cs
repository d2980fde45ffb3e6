using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Status;

/// <summary>The options that say which results to list, and how.</summary>
internal sealed class ResultOptions(int defaultLimit)
{
    private readonly Option<string?> _limit = OptionOf.Text(
        "--limit",
        "N",
        $"Show at most N [default: {defaultLimit}; all with --format json]"
    );

    private readonly Option<string?> _format = OptionOf.Format();

    /// <summary>Where the experiments are.</summary>
    public ExperimentSearch Search { get; } = new();

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [.. Search.Rows, _limit, _format];

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_format) is "json";

    /// <summary>The most lines to show.</summary>
    /// <exception cref="Configuration.ConfigurationException">The option is no number.</exception>
    public int Limit(ParseResult parsed)
    {
        if (parsed.GetValue(_limit) is not { } text)
        {
            return IsJson(parsed) ? int.MaxValue : defaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? limit
            : throw UsageErrors.Of(_limit.Name, $"`{text}` is no number; write a whole number from 1");
    }

    /// <summary>The folder the experiments stand in, absolute; it may be missing.</summary>
    public string Folder(ParseResult parsed, ToolSession session) => Search.Folder(parsed, session);
}
