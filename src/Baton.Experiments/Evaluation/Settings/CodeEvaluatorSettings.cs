using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Settings;

/// <summary>An evaluator that is a Python function of the user's.</summary>
public sealed record PythonEvaluatorSettings : EvaluatorSettings, IValidatedSection
{
    internal const string Word = "python";

    /// <summary>The function, <c>module:function</c>; a class' method works too.</summary>
    public required string Function { get; init; }

    /// <summary>From which value on a trace passes when the function only returns a number. Default 0.7.</summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.7;

    /// <summary>The interpreter. Default: the one the agent runs in.</summary>
    public string? Python { get; init; }

    /// <summary>Folders the function is looked for in, relative to the project folder, which is looked in too.</summary>
    public IReadOnlyList<string> PythonPath { get; init; } = [];

    /// <summary>Environment variables of the worker, added to the process's own.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVars { get; init; } = new Dictionary<string, string>();

    internal override string TypeWord => Word;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        int colon = Function.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == Function.Length - 1)
        {
            section.Error("function", $"`{Function}` names no function; write `module:function`");
        }
    }
}

/// <summary>An evaluator that is a class of the user's, in a .NET assembly.</summary>
public sealed record DotNetEvaluatorSettings : EvaluatorSettings
{
    internal const string Word = "dotnet";

    /// <summary>The assembly, relative to the project folder.</summary>
    public required string Assembly { get; init; }

    /// <summary>
    /// The class with its namespace. It implements <see cref="IEvaluator"/> and has a constructor without parameters or one that
    /// takes the evaluator's name, or its name and its parameters. Default: the assembly's only evaluator.
    /// </summary>
    public string? Class { get; init; }

    /// <summary>What the constructor is told, free-form.</summary>
    public JsonObject? Parameters { get; init; }

    internal override string TypeWord => Word;
}
