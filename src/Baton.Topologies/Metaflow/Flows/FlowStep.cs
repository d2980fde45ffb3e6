namespace Baton.Topologies.Metaflow.Flows;

/// <summary>A step of a Metaflow flow while it is drawn.</summary>
/// <param name="name">Its name in the flow.</param>
/// <param name="summary">What it does, in one sentence.</param>
/// <param name="isJoin">Whether it joins branches.</param>
internal sealed class FlowStep(string name, string summary, bool isJoin = false)
{
    private readonly List<string> _lines = [];
    private readonly List<string> _targets = [];
    private readonly List<(string Route, string Target)> _routes = [];
    private string? _foreach;

    /// <summary>Its name in the flow.</summary>
    public string Name => name;

    /// <summary>What it does.</summary>
    public string Summary => summary;

    /// <summary>Whether it joins branches.</summary>
    public bool IsJoin => isJoin;

    /// <summary>The Python it runs, without what comes next.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The call that says what comes next; <see langword="null"/> in the last step.</summary>
    public string? Transition =>
        _routes.Count > 0
            ? $"self.next({{{string.Join(", ", _routes.Select(route => $"\"{route.Route}\": self.{route.Target}"))}}}, condition=\"route\")"
        : _targets.Count == 0 ? null
        : _foreach is null ? $"self.next({string.Join(", ", _targets.Select(target => $"self.{target}"))})"
        : $"self.next(self.{_targets[0]}, foreach=\"{_foreach}\")";

    /// <summary>Adds a line.</summary>
    public FlowStep Do(string line)
    {
        _lines.Add(line);
        return this;
    }

    /// <summary>Goes on with a step; with several, at once.</summary>
    public void GoTo(FlowStep step) => _targets.Add(step.Name);

    /// <summary>Goes on with a step where the artifact <c>route</c> says so.</summary>
    public void GoTo(FlowStep step, string route) => _routes.Add((route, step.Name));

    /// <summary>Goes on with a step for each item of an artifact, at once.</summary>
    public void GoToEach(FlowStep step, string artifact)
    {
        _foreach = artifact;
        _targets.Add(step.Name);
    }
}
