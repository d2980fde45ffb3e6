using System.Text.RegularExpressions;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Conversations;

/// <summary>Holds an answer against what its input expects of it.</summary>
internal static class ExpectationCheck
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Everything that does not hold, in words; empty when all does.</summary>
    public static IReadOnlyList<string> Check(TurnExpectation expect, TurnResult turn)
    {
        string output = turn.Output ?? "";
        List<string> broken = [];
        broken.AddRange(
            expect
                .Contains.Where(text => !output.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Select(text => $"the answer does not contain `{text}`")
        );
        broken.AddRange(
            expect
                .NotContains.Where(text => output.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Select(text => $"the answer contains `{text}`")
        );
        if (expect.EqualTo is not null && expect.EqualTo.Trim() != output.Trim())
        {
            broken.Add($"the answer is not `{expect.EqualTo}`");
        }

        broken.AddRange(
            expect
                .Regex.Where(pattern => !Matches(pattern, output))
                .Select(pattern => $"the answer does not match `{pattern}`")
        );
        broken.AddRange(
            expect
                .ToolCalled.Where(tool => turn.ToolCalls.All(call => call.Name != tool))
                .Select(tool => $"the tool `{tool}` was not called")
        );
        return broken;
    }

    private static bool Matches(string pattern, string output)
    {
        try
        {
            return Regex.IsMatch(output, pattern, RegexOptions.None, RegexTimeout);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
