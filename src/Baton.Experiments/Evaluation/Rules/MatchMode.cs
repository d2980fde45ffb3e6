namespace Baton.Experiments.Evaluation.Rules;

/// <summary>How many of a list must hold.</summary>
internal enum MatchMode
{
    /// <summary>One is enough.</summary>
    Any,

    /// <summary>Every one must.</summary>
    All,
}
