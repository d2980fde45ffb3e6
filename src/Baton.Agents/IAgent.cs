namespace Baton.Agents;

/// <summary>Something that takes turns: a model with tools, a target that lives elsewhere, or a team of agents.</summary>
/// <remarks>
/// This is the one seam between Baton's parts: whatever implements it can be run, rehearsed by an experiment or put
/// into the slot of a topology. Implementations are safe for concurrent use: any number of conversations may be open.
/// </remarks>
public interface IAgent
{
    /// <summary>The name shown to people and written into traces.</summary>
    string Name { get; }

    /// <summary>Opens a conversation. Cheap and without I/O: connections and processes start with the first turn.</summary>
    /// <param name="context">What is the same for every turn of the conversation.</param>
    /// <returns>The conversation; the caller disposes it, which ends everything the agent still does for it.</returns>
    IConversation StartConversation(ConversationContext context);
}
