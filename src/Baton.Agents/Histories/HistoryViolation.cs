namespace Baton.Agents.Histories;

/// <summary>A place where a history breaks a rule.</summary>
/// <param name="MessageIndex">Which message, from 0.</param>
/// <param name="Rule">Which rule.</param>
/// <param name="Message">What is wrong, for a person.</param>
public sealed record HistoryViolation(int MessageIndex, HistoryRule Rule, string Message);
