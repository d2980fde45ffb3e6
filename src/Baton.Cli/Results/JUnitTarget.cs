using Baton.Cli.Parsing;

namespace Baton.Cli.Results;

/// <summary>Where <c>--report junit:FILE</c> wants its report.</summary>
/// <param name="Path">The file, absolute.</param>
internal sealed record JUnitTarget(string Path)
{
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
