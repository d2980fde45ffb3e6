using Baton.Cli.Parsing;

namespace Baton.Cli.Results;

/// <summary>Where <c>--report junit:FILE</c> wants its report.</summary>
/// <param name="Path">The file, absolute.</param>
internal sealed record JUnitTarget(string Path)
{
    private const string Option = "--report";

    /// <summary>Makes the report's folder, so that a place that cannot be written is told before the first run.</summary>
    /// <exception cref="Configuration.ConfigurationException">The report cannot be written there.</exception>
    public void Prepare()
    {
        if (Directory.Exists(Path))
        {
            throw UsageErrors.Of(Option, $"`{Path}` is a folder; name a file in it");
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw UsageErrors.Of(Option, $"`{Path}` cannot be written: its folder cannot be made; name another file");
        }
    }

    /// <summary>Writes the report.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="cases">Reads the runs from their beginning each time it is called.</param>
    /// <returns>Why it could not be written, or <see langword="null"/>.</returns>
    public string? TryWrite(string experiment, Func<IEnumerable<JUnitCase>> cases)
    {
        try
        {
            JUnitReport.Write(Path, experiment, cases);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"error: {Option}: `{Path}` cannot be written: {failure.Message}";
        }
    }

    /// <summary>Reads the option's value.</summary>
    /// <returns>The target, or <see langword="null"/> when there is none or it is wrong.</returns>
    public static JUnitTarget? Read(string? value, string option, ToolSession session, UsageErrors errors)
    {
        if (value is null)
        {
            return null;
        }

        string? file = value.StartsWith("junit:", StringComparison.Ordinal) ? value["junit:".Length..] : null;
        errors.AddIf(
            string.IsNullOrWhiteSpace(file),
            option,
            $"`{value}` names no report; write `junit:FILE`, for example `junit:report.xml`"
        );
        return string.IsNullOrWhiteSpace(file)
            ? null
            : new JUnitTarget(System.IO.Path.GetFullPath(file, session.WorkingDirectory));
    }
}
