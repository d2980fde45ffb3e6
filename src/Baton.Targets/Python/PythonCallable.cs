using Baton.Agents;
using Baton.Configuration;

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
        return Parse(target) is { } callable
            ? (callable, null)
            : (null, new AgentError(ErrorKind.Start, $"`target: {target}` names no callable; write `module:function`"));
    }

    /// <summary>The <c>factory</c> of a section read without errors, or <see langword="null"/>.</summary>
    public static PythonCallable? FactoryOf(RunnerOptions options) => options.Factory is { } text ? Parse(text) : null;

    /// <summary>Checks <c>factory</c> and what goes with it.</summary>
    public static void ValidateFactory(RunnerOptions options, SectionValidation section)
    {
        if (options.Factory is not { } factory)
        {
            if (options.FactoryKwargs is not null)
            {
                section.Error("factory_kwargs", "goes with `factory: \"module:callable\"`");
            }
        }
        else if (options.Target is null && options.ModulePath is null)
        {
            section.Error("factory", "goes with a Python target: `target: \"module:Class.method\"`");
        }
        else if (Parse(factory) is null)
        {
            section.Error("factory", $"`{factory}` names no callable; write `module:callable`");
        }
    }

    private static PythonCallable? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        string name = colon < 0 ? "" : text[(colon + 1)..].Trim();
        string path = colon < 0 ? "" : text[..colon].Trim();
        return path.Length == 0 || name.Length == 0 ? null : new PythonCallable(path, name);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Module}:{Attribute}";
}
