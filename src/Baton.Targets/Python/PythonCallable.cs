using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>The target's place in Python code: <c>module:attribute</c>.</summary>
/// <param name="Module">The module with its packages, dotted.</param>
/// <param name="Attribute">The callable in the module, dotted.</param>
internal sealed record PythonCallable(string Module, string Attribute)
{
    private const string DefaultFunction = "run";

    /// <summary>Reads the place from the section.</summary>
    /// <returns>The place, or what is wrong with it.</returns>
    public static (PythonCallable? Callable, AgentError? Error) From(RunnerOptions options)
    {
        if (options.ModulePath is { } module)
        {
            return (new PythonCallable(module.Trim(), (options.FunctionName ?? DefaultFunction).Trim()), null);
        }

        string target = options.Target ?? "";
        int colon = target.LastIndexOf(':');
        string name = colon < 0 ? "" : target[(colon + 1)..].Trim();
        string path = colon < 0 ? target.Trim() : target[..colon].Trim();
        return path.Length == 0 || name.Length == 0
            ? (null, new AgentError(ErrorKind.Start, $"`target: {target}` names no callable; write `module:function`"))
            : (new PythonCallable(path, name), null);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Module}:{Attribute}";
}
