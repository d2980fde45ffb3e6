using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Finds decisions that no real user would make, so that the agent is not blamed for them.</summary>
/// <remarks>Conservative on purpose: only unmistakable phrases count, and only in short messages where length decides.</remarks>
internal static partial class SimulatorFaults
{
    private const int FarewellAtMost = 120;

    /// <summary>What is wrong with a decision, as a sentence; null when nothing is.</summary>
    public static string? Find(SupervisorDecision decision, SupervisorRequest request)
    {
        string? said = decision.NextUserMessage ?? decision.ClosingUserMessage;
        if (said is not null && LeavesRole().IsMatch(said))
        {
            return $"the simulated user left its role: `{Start(said)}`";
        }

        if (
            decision.Continue
            && said is not null
            && IsFarewell(said)
            && LastOf(request, ChatRole.User) is { } before
            && IsFarewell(before)
        )
        {
            return $"the simulated user said goodbye twice: `{Start(said)}`";
        }

        return
            !decision.Continue
            && decision.ClosingUserMessage is null
            && LastOf(request, ChatRole.Assistant) is { } answer
            && AsksToConfirm().IsMatch(answer)
            ? $"the simulated user ended while the agent waits for a confirmation: `{Start(answer)}`"
            : null;
    }

    private static bool IsFarewell(string message) => message.Length <= FarewellAtMost && Farewell().IsMatch(message);

    private static string? LastOf(SupervisorRequest request, ChatRole role) =>
        request.Transcript.LastOrDefault(message => message.Role == role && message.Text.Length > 0)?.Text;

    private static string Start(string text) => text.Length <= 120 ? text : text[..120] + "…";

    [GeneratedRegex(
        @"\b(as an ai\b|i am an ai\b|i'm an ai\b|as a language model|i(?: a|')m (?:simulating|playing) (?:the|a) user|how (?:can|may) i (?:help|assist) you)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex LeavesRole();

    [GeneratedRegex(
        @"\b(good ?bye|bye|see you|have a (?:nice|great|good) (?:day|one|evening))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Farewell();

    [GeneratedRegex(
        @"\b(please confirm|do you confirm|can you confirm|shall i (?:proceed|go ahead)|should i (?:proceed|go ahead)|would you like me to (?:proceed|go ahead))\b[^.?!]*[?.]?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex AsksToConfirm();
}
