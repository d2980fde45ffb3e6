namespace Baton.Topologies.Store;

/// <summary>Under which keys the runs of models are kept that wait for a person in the middle of a step.</summary>
internal static class PausedRunKey
{
    private const string Prefix = "paused-run/";

    /// <summary>What the keys of an execution begin with.</summary>
    public static string PrefixOf(string executionId) => $"{Prefix}{executionId}/";

    /// <summary>The key of a run.</summary>
    /// <param name="step">The step: <c>execution/path</c>.</param>
    /// <param name="number">Which of the step's runs it is.</param>
    public static string Of(string step, int number) => $"{Prefix}{step}/{number}";

    /// <summary>An expression in SQL that is what the keys of an execution begin with.</summary>
    /// <param name="id">The expression for the execution's identifier.</param>
    public static string PrefixInSql(string id) => $"'{Prefix}' || {id} || '/'";
}
