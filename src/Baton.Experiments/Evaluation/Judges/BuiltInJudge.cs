namespace Baton.Experiments.Evaluation.Judges;

/// <summary>A judge that comes with Baton: its question, its scale and the form of its answer are fixed.</summary>
public enum BuiltInJudge
{
    /// <summary>Whether the agent understood what the user wanted.</summary>
    IntentRecognition,

    /// <summary>Whether what the agent says fits together over the whole conversation.</summary>
    ResponseConsistency,

    /// <summary>Whether the user can understand and use the answer.</summary>
    ResponseClarity,

    /// <summary>Whether the answer holds everything the user needs.</summary>
    InformationCompleteness,

    /// <summary>Whether the user has what they came for at the end of the conversation.</summary>
    GoalCompletion,

    /// <summary>Whether everything the agent claims is backed by what its tools, its context or the expected answer say.</summary>
    Faithfulness,

    /// <summary>Which of two answers is better; asked in both orders.</summary>
    Pairwise,
}
