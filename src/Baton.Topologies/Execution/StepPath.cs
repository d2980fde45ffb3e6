using System.Globalization;

namespace Baton.Topologies.Execution;

/// <summary>What the paths of steps say.</summary>
internal static class StepPath
{
    /// <summary>The last part of a question that goes one level up.</summary>
    public const string Escalation = "escalation";

    /// <summary>What the slots of those begin with who judge an answer.</summary>
    public const string CheckerPrefix = "checker_";

    private const string Revision = "revision-";

    /// <summary>A step that is done again because a person wants it otherwise.</summary>
    /// <param name="path">The step as it was done first.</param>
    /// <param name="number">How often a person wanted it otherwise, from 1.</param>
    public static string Revised(string path, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}/{Revision}{number}");

    /// <summary>Whether the step is such a one.</summary>
    public static bool IsRevision(string path) => Last(path).StartsWith(Revision, StringComparison.Ordinal);

    /// <summary>The step as it was done first.</summary>
    public static string Unrevised(string path) => IsRevision(path) ? path[..path.LastIndexOf('/')] : path;

    /// <summary>Whether the question went one level up.</summary>
    public static bool IsEscalation(string path) => Last(path) is Escalation;

    /// <summary>Whether the step judges what another agent answered.</summary>
    public static bool IsCheck(StepRecord step) =>
        step.Slot.StartsWith(CheckerPrefix, StringComparison.Ordinal) && Last(step.Path) == step.Slot;

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
