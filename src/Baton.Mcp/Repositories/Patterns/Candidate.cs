using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>A way to reach an agent, while what speaks for and against it is gathered. Not thread-safe.</summary>
/// <param name="pattern">The pattern's name.</param>
/// <param name="place">Where the agent stands.</param>
internal sealed class Candidate(string pattern, CodePlace place)
{
    private const double Most = 0.98;

    private readonly List<Reason> _reasons = [];

    /// <summary>The pattern's name; may be made more precise.</summary>
    public string Pattern { get; set; } = pattern;

    /// <summary>Where the agent stands.</summary>
    public CodePlace Place { get; } = place;

    /// <summary>What is known of it.</summary>
    public IReadOnlyList<Reason> Reasons => _reasons;

    /// <summary>The content of the <c>runner:</c> section.</summary>
    public JsonObject Runner { get; } = [];

    /// <summary>What has to be done before the first run.</summary>
    public List<string> Prerequisites { get; } = [];

    /// <summary>Files the section needs.</summary>
    public List<NewFile> Files { get; } = [];

    /// <summary>Settles ties: the one that stands first in the walk wins.</summary>
    public int Order { get; init; }

    /// <summary>
    /// How sure it is: what speaks for it as independent evidence, <c>1 − ∏(1 − w)</c>, times <c>1 − w</c> for each thing that
    /// speaks against it.
    /// </summary>
    public double Confidence
    {
        get
        {
            double doubt = 1;
            double hold = 1;
            foreach (Reason reason in _reasons)
            {
                doubt *= reason.Weight > 0 ? 1 - reason.Weight : 1;
                hold *= reason.Weight < 0 ? 1 + reason.Weight : 1;
            }

            return Math.Round(Math.Min(Most, (1 - doubt) * hold), 2);
        }
    }

    /// <summary>Adds something that speaks for it.</summary>
    public Candidate For(double weight, string text, CodePlace? at = null)
    {
        _reasons.Add(new Reason(text, weight, at));
        return this;
    }

    /// <summary>Adds something that speaks against it.</summary>
    public Candidate Against(double weight, string text, CodePlace? at = null)
    {
        _reasons.Add(new Reason(text, -weight, at));
        return this;
    }

    /// <summary>Weighs what the file is there for.</summary>
    public Candidate In(FileRole role) =>
        role switch
        {
            FileRole.Example => Against(0.25, "stands among examples", Place),
            FileRole.Support => Against(0.6, "stands among tests or scripts", Place),
            _ => this,
        };
}
