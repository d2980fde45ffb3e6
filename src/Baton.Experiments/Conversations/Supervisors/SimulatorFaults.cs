using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Finds decisions that no real user would make, so that the agent is not blamed for them.</summary>
/// <remarks>
/// Conservative on purpose: a fault that is missed leaves a run to be judged as it is, one that is wrongly found takes a
/// good run out of the rates. So only unmistakable phrases count, and a farewell only where it ends a short message.
/// Not applied to scripts: what they say is what the user of Baton wrote.
/// </remarks>
internal static partial class SimulatorFaults
{
    private const int FarewellAtMost = 160;
    private const int RepetitionAtLeast = 60;
    private const int Shown = 120;

    /// <summary>What is wrong with a decision, as a sentence; null when nothing is.</summary>
    public static string? Find(SupervisorDecision decision, SupervisorRequest request)
    {
        string? said = decision.Continue ? decision.NextUserMessage : decision.ClosingUserMessage;
        if (decision.Continue && string.IsNullOrWhiteSpace(said))
        {
            return "the simulated user goes on without saying anything";
        }

        if (said is not null && LeavesItsRole(said, request))
        {
            return $"the simulated user left its role: `{Start(said)}`";
        }

        if (decision.Continue)
        {
            return IsFarewell(said!) && LastOf(request, ChatRole.User) is { } before && IsFarewell(before)
                ? $"the simulated user said goodbye twice: `{Start(said!)}`"
                : null;
        }

        // At the last turn the conversation ends whatever the user wants.
        return
            request.Turn < request.MaxTurns
            && LastOf(request, ChatRole.Assistant) is { } answer
            && WaitsForConfirmation().IsMatch(answer)
            ? $"the simulated user ended while the agent waits for a confirmation: `{End(answer)}`"
            : null;
    }

    private static bool LeavesItsRole(string said, SupervisorRequest request) =>
        (SpeaksAsAssistant().IsMatch(said) && !IsMachine(request))
        || SpeaksOfTheRehearsal().IsMatch(said)
        || Repeats(said, request);

    // A persona that is itself an assistant or a bot may say so.
    private static bool IsMachine(SupervisorRequest request) =>
        request.Run.Persona is { } persona
        && Machine().IsMatch(string.Join(' ', [persona.Name, persona.Description, .. persona.Characteristics]));

    private static bool Repeats(string said, SupervisorRequest request) =>
        said.Length >= RepetitionAtLeast
        && string.Equals(said.Trim(), LastOf(request, ChatRole.Assistant)?.Trim(), StringComparison.Ordinal);

    private static bool IsFarewell(string message) =>
        message.Length <= FarewellAtMost
        && !message.Contains('?', StringComparison.Ordinal)
        && Farewell().IsMatch(message.Trim());

    private static string? LastOf(SupervisorRequest request, ChatRole role) =>
        request.Transcript.LastOrDefault(message => message.Role == role && message.Text.Length > 0)?.Text;

    private static string Start(string text) => text.Length <= Shown ? text : text[..Shown] + "…";

    private static string End(string text) => text.Length <= Shown ? text : "…" + text[^Shown..];

    // Of the first person only: `As an AI, you should know` is a user speaking to an agent.
    [GeneratedRegex(
        @"\bas an? (ai|artificial intelligence|(large )?language model)( (language )?(model|assistant|chatbot))?,? (i|my)\b"
            + @"|\bi( am|'m|’m) (just )?an? (ai|(large )?language model)( (language )?(model|assistant|chatbot))?([.,!;]|$| and\b| so\b| designed\b| created\b)"
            + @"|\bhow (can|may) i (help|assist) you( today)?\s*[?!.]"
            + @"|\bis there anything else i can (help|assist) you with\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex SpeaksAsAssistant();

    [GeneratedRegex(
        @"\b(next_user_message|closing_user_message|termination_reason)\b"
            + @"|\bi( am|'m|’m) (just )?(simulating|playing|role-?playing) (a|an|the|this) (user|customer|persona)\b"
            + @"|\b(as|being) (the|a) simulated user\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex SpeaksOfTheRehearsal();

    [GeneratedRegex(
        @"\b(ai|bot|chatbot|assistant|agent|machine|model)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Machine();

    [GeneratedRegex(
        @"(^|[\s,.!;])((good ?bye|bye( |-)?bye|bye|farewell|see you( later| soon| then| around)?|talk to you (later|soon)|take care"
            + @"|have a (nice|good|great|lovely|wonderful) (day|evening|night|weekend|one)"
            + @"|adiós|adios|au revoir|tschüss|auf wiedersehen|arrivederci)( (for now|everyone|all|now))?"
            + @"|안녕히 (계세요|가세요)|さようなら|再见|再見)[\s.!~…]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Farewell();

    // The question has to be the last thing said, and about an action, not an offer of more help.
    [GeneratedRegex(
        @"(\b(shall|should|may|can) i (proceed|go ahead|continue with|confirm|place|submit|book|cancel|process|complete|finali[sz]e)\b[^?]*\?"
            + @"|\b(would you like|do you want) (me )?to (proceed|go ahead|confirm|complete|finali[sz]e)\b[^?]*\?"
            + @"|\b(do|can|could|would) you (please )?confirm\b[^?]*\?"
            + @"|\bplease confirm\b[^.?!]*[.?!]?"
            + @"|\bare you sure\b[^?]*\?"
            + @"|[(\[] ?(yes|y) ?/ ?(no|n) ?[)\]]"
            + @"|\b(reply|answer|type|say) (with )?[""'“]?yes[""'”]? (to|or)\b[^.?!]*[.?!]?)[\s*_`"")]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex WaitsForConfirmation();
}
