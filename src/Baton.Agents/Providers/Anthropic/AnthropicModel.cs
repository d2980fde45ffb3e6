using System.Text.RegularExpressions;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>What a model takes and does, by its name: <c>claude-opus-4-6</c>, <c>claude-3-7-sonnet-latest</c>.</summary>
/// <param name="Major">The first number of its version; 0 for a model of another maker.</param>
/// <param name="Minor">The second number of its version.</param>
/// <param name="Family">The word of its size, or nothing.</param>
internal sealed partial record AnthropicModel(int Major, int Minor, string Family)
{
    /// <summary>Whether it finds out itself how much to think, given an effort.</summary>
    public bool IsAdaptive => Major >= 5 || (Major == 4 && Minor >= 6);

    /// <summary>Whether it thinks within a budget of tokens.</summary>
    public bool HasBudget => !IsAdaptive && (Major >= 4 || (Major == 3 && Minor == 7));

    /// <summary>Whether it thinks without being asked to.</summary>
    public bool ThinksUnasked => Major >= 5;

    /// <summary>Whether it cannot be kept from thinking, and so cannot be made to call a tool.</summary>
    public bool AlwaysThinks =>
        Major >= 5 && (Family is "fable" or "mythos" || (Family == "opus" && (Major > 5 || Minor >= 5)));

    /// <summary>Whether it answers by a schema without a tool that stands for the answer.</summary>
    public bool KnowsSchemas => Major >= 5 || (Major == 4 && Minor >= 5);

    /// <summary>Whether it takes sampling settings.</summary>
    public bool TakesSampling => Major < 4 || (Major == 4 && Minor < 7);

    /// <summary>The greatest effort it knows.</summary>
    public string GreatestEffort => (Major, Minor) is (4, 6) ? "max" : "xhigh";

    public static AnthropicModel Of(string name)
    {
        Match match = Numbers().Match(name);
        return match.Success
            ? new AnthropicModel(
                int.Parse(match.Groups["major"].Value),
                match.Groups["minor"] is { Success: true } minor ? int.Parse(minor.Value) : 0,
                match.Groups["family"].Value
            )
            : new AnthropicModel(0, 0, string.Empty);
    }

    [GeneratedRegex(
        @"^claude-(?:(?<family>[a-z]+)-)?(?<major>\d{1,2})(?:-(?<minor>\d{1,2}))?(?:-|@|$)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Numbers();
}
