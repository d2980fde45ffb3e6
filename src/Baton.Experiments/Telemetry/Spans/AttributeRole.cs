namespace Baton.Experiments.Telemetry.Spans;

/// <summary>What an attribute tells of a span.</summary>
internal enum AttributeRole
{
    /// <summary>Nothing that is known.</summary>
    None,

    /// <summary>What is done.</summary>
    Operation,

    /// <summary>What kind of work it is.</summary>
    Kind,

    /// <summary>The tool that is called.</summary>
    Tool,

    /// <summary>What ties the call of a tool to its result.</summary>
    ToolCall,

    /// <summary>The agent that works.</summary>
    Agent,

    /// <summary>The model that is asked.</summary>
    Model,

    /// <summary>Tokens read.</summary>
    InputTokens,

    /// <summary>Tokens written.</summary>
    OutputTokens,

    /// <summary>All tokens.</summary>
    TotalTokens,

    /// <summary>What it cost, in US dollars.</summary>
    Cost,

    /// <summary>What went in.</summary>
    Input,

    /// <summary>What came out.</summary>
    Output,
}
