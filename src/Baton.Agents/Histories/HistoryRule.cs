namespace Baton.Agents.Histories;

/// <summary>What a history must be like for OpenAI's and Anthropic's servers to take it.</summary>
public enum HistoryRule
{
    /// <summary>The first message that is not the system's is the user's.</summary>
    StartsWithUser,

    /// <summary>Every message says something: text, an image or a file, a call or a result. Reasoning alone does not.</summary>
    SaysSomething,

    /// <summary>Calls stand in assistant messages, results in tool messages, and nothing else in those.</summary>
    RightRole,

    /// <summary>Every call has an id that no other call of the history has.</summary>
    UniqueCallId,

    /// <summary>Every call has one result, in the tool messages directly behind it.</summary>
    CallHasResult,

    /// <summary>Every result answers a call of the assistant message directly before its tool messages.</summary>
    ResultHasCall,
}
