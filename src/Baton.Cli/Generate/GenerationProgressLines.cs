using Baton.Experiments.Generation;

namespace Baton.Cli.Generate;

/// <summary>Tells how far a model is, in about twenty lines however many calls there are.</summary>
/// <param name="output">For people.</param>
internal sealed class GenerationProgressLines(TextWriter output) : IProgress<GenerationProgress>
{
    private const int Lines = 20;

    private int _told;

    /// <summary>Tells what is going to happen.</summary>
    public void Begin(GenerationPlanSummary plan)
    {
        if (plan.Calls is not { } calls)
        {
            return;
        }

        if (calls.AnsweredBefore > 0)
        {
            output.WriteLine(
                $"[INFO] Going on with an unfinished run: {calls.AnsweredBefore} inputs are answered already"
            );
        }

        output.WriteLine(
            $"[INFO] Asking {plan.Mode} for {plan.Wanted - calls.AnsweredBefore} inputs in about {calls.Calls} calls"
        );
    }

    /// <inheritdoc/>
    public void Report(GenerationProgress value)
    {
        int step = Math.Max(1, value.CallsPlanned / Lines);
        if (value.CallsDone - _told < step && value.CallsDone < value.CallsPlanned)
        {
            return;
        }

        _told = value.CallsDone;
        string failures = value.Failures == 0 ? "" : $", {value.Failures} failed";
        output.WriteLine(
            $"[INFO] {value.CallsDone}/{value.CallsPlanned} calls{failures}: {value.Made}/{value.Wanted} inputs"
        );
    }
}
