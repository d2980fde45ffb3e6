using Baton.Topologies.Definitions;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>A step for each stage, one after the other.</summary>
internal static class PipelineFlow
{
    public static OpenEnd Draw(PipelineConfig config, FlowPart part, OpenEnd from)
    {
        OpenEnd end = from;
        foreach (
            string stage in config.Stages.Count > 0 ? config.Stages : [.. part.Team.Seats.Select(seat => seat.Slot)]
        )
        {
            FlowStep step = part.Ask(stage, stage);
            end.Then(step);
            end = new StepEnd(step);
        }

        return end;
    }
}
