using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Steps;

/// <summary>How a step is told: a span of the kind <c>chain</c> with the step's number.</summary>
internal static class StepSpan
{
    /// <summary>The step begins.</summary>
    /// <param name="span">What ties it to its end.</param>
    /// <param name="number">Which step of the turn it is, from 1.</param>
    /// <param name="input">What it gets: the turn's input, then what the step before returned.</param>
    public static SpanStartedEvent Started(string span, long number, JsonElement? input) =>
        new(span, $"step {number}", "chain")
        {
            Input = input,
            Attributes = JsonElement.Parse($$"""{"step":{{number}}}"""),
        };
}
