namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>What a placeholder of a prompt stands for.</summary>
internal enum PromptField
{
    Input,
    Output,
    Expected,
    Persona,
    Conversation,
    ToolCalls,
    Error,
    Metadata,
}
