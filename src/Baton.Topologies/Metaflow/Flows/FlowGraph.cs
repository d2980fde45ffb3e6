using System.Text;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The steps of a flow in the order in which they were drawn.</summary>
internal sealed class FlowGraph
{
    // What Metaflow refuses, what decorates steps, what flows have as attributes, what the artifacts are called, and Python's own words.
    private static readonly HashSet<string> _taken = new(StringComparer.Ordinal)
    {
        "name",
        "next",
        "input",
        "index",
        "cmd",
        "script_name",
        "foreach_stack",
        "merge_artifacts",
        "start",
        "end",
        "configs",
        "steps",
        "flow_decorators",
        "state",
        "primary",
        "route",
        "output",
        "input_json",
        "execution",
        "members",
        "checkers",
        "subtasks",
        "tasks",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield",
    };

    private readonly List<FlowStep> _steps = [];
    private readonly HashSet<string> _names = new(_taken, StringComparer.Ordinal);

    /// <summary>Begins a flow.</summary>
    public FlowGraph()
    {
        Start = new FlowStep("start", "Begins the execution.");
        _steps.Add(Start);
    }

    /// <summary>The first step.</summary>
    public FlowStep Start { get; }

    /// <summary>All steps, the first one first.</summary>
    public IReadOnlyList<FlowStep> Steps => _steps;

    /// <summary>Adds a step under the wanted name, or one like it.</summary>
    public FlowStep Add(string name, string summary, bool isJoin = false)
    {
        FlowStep step = new(Free(name), summary, isJoin);
        _steps.Add(step);
        return step;
    }

    /// <summary>Adds the last step.</summary>
    public FlowStep AddEnd()
    {
        FlowStep end = new("end", "Keeps the execution and its output.");
        _steps.Add(end);
        return end;
    }

    private string Free(string wanted)
    {
        StringBuilder letters = new();
        foreach (char letter in wanted.ToLowerInvariant())
        {
            letters.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        string name = letters.ToString().Trim('_');
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name = $"step_{name}".TrimEnd('_');
        }

        if (_taken.Contains(name))
        {
            name += "_step";
        }

        string free = name;
        for (int number = 2; !_names.Add(free); number++)
        {
            free = $"{name}_{number}";
        }

        return free;
    }
}
