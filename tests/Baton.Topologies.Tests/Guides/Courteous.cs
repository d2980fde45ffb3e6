using Baton.Topologies.Capabilities;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Tests.Guides;

// snippet: own-capability
/// <summary>Answers in a language, and asks a person about long ones.</summary>
[Capability("courteous", Description = "Answers politely, in a language.", After = ["memory"])]
public sealed class Courteous : Capability<CourteousSettings>
{
    public override bool AsksPeople => true;

    public override ValueTask<string> MessageAsync(
        CapabilityStep step,
        string message,
        CancellationToken cancellationToken
    ) => new($"{message}\n\nAnswer politely, in {Settings.Language}.");

    public override ApprovalWish? ApprovalAfter(StepRecord step) =>
        step.Output!.Length > Settings.Longest ? new ApprovalWish { Question = "May it be this long?" } : null;
}

public sealed record CourteousSettings
{
    public string Language { get; init; } = "English";

    [Configuration.Range(1)]
    public int Longest { get; init; } = 2000;
}
// end snippet
