using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Steps;

/// <summary>
/// The <c>step:</c> section, beside a Python or process target: one turn calls the agent again and again, each time with
/// its own last result, until it says that it is done. See <c>docs/targets/step-loop.md</c>.
/// </summary>
public sealed record StepOptions
{
    /// <summary>The most steps of one turn; a turn that is not done then ends <c>limited</c>. Default 50.</summary>
    [Range(1, 1_000_000)]
    public int MaxSteps { get; init; } = 50;

    /// <summary>
    /// Where a step's result says that it is the last: anything but nothing, <c>false</c>, zero, the text <c>false</c>
    /// and an empty text, list or object. Default <c>done</c>.
    /// </summary>
    public DataPath DonePath { get; init; } = DataPath.Parse("done", null);

    /// <summary>Where the answer stands in the last result. Default: the common shapes, as without steps.</summary>
    public DataPath? OutputPath { get; init; }
}
