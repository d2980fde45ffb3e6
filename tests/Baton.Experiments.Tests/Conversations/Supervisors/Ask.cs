using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

/// <summary>Makes requests to supervisors.</summary>
internal static class Ask
{
    public static readonly Persona Novice = new()
    {
        Name = "novice",
        Description = "A first-time customer in a hurry",
        Characteristics = ["impatient"],
        Goals = ["get a refund"],
        Constraints = ["will not call by phone"],
        Language = "Korean",
    };

    /// <summary>A request after a conversation of alternating user and agent messages.</summary>
    public static SupervisorRequest After(params string[] said) =>
        After(
            Novice,
            [
                .. said.Select(
                    (text, index) => new ChatMessage(index % 2 == 0 ? ChatRole.User : ChatRole.Assistant, text)
                ),
            ]
        );

    /// <summary>A request after any conversation.</summary>
    public static SupervisorRequest After(Persona? persona, params ChatMessage[] transcript)
    {
        int turns = transcript.Count(static message => message.Role == ChatRole.User);
        string first = transcript.Length == 0 ? "hello" : transcript[0].Text;
        ExperimentInput input = new() { Id = "input_0001", Text = first };
        return new SupervisorRequest(new PlannedRun(0, "k", input, persona, 0), transcript, turns, 8, turns - 1);
    }
}
