using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Patterns;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Facts;

/// <summary>Functions, methods and objects that look as if they take a turn.</summary>
internal static class AgentFunctionSurvey
{
    private const int Most = 50;

    /// <summary>The likeliest first.</summary>
    public static IReadOnlyList<AgentFunction> Of(RepositoryFacts facts) =>
        [
            .. facts
                .Code.Where(file => file.Role != FileRole.Support)
                .SelectMany(file => OfFile(facts, file))
                .OrderByDescending(function => function.Likelihood)
                .ThenBy(function => function.Place.File, StringComparer.Ordinal)
                .ThenBy(function => function.Place.Line)
                .Take(Most),
        ];

    private static IEnumerable<AgentFunction> OfFile(RepositoryFacts facts, CodeFacts file)
    {
        Ecosystem ecosystem = Ecosystem.Of(file.Language);
        bool asks = ecosystem.Frameworks.Any(rule =>
            rule.Kind is FrameworkKind.Agent or FrameworkKind.Model && rule.Imports.Any(file.Uses)
        );
        string prefix =
            file.Language == CodeLanguage.Python ? PythonModule.Of(facts, file).Name + ":"
            : file.Namespace.Length > 0 ? file.Namespace + "."
            : "";
        foreach (FunctionFact function in file.Functions)
        {
            bool isShaped =
                file.Language == CodeLanguage.Python
                    ? PythonFunctionPattern.IsAgentShaped(function)
                    : Words.FunctionWeight(Plain(function.Name)) > 0
                        && function.Parameters.Any(parameter =>
                            Words.IsText(parameter.Name) || Words.IsList(parameter.Name)
                        );
            if (isShaped)
            {
                double weight = Words.FunctionWeight(Plain(function.Name));
                double likelihood = Math.Round(1 - ((1 - weight) * (asks ? 0.6 : 1) * 0.7), 2);
                string owner = function.Owner.Length > 0 ? function.Owner + "." : "";
                yield return new AgentFunction(
                    prefix + owner + function.Name,
                    function.Signature,
                    file.At(function.Line),
                    likelihood
                );
            }
        }

        foreach (ObjectFact made in file.Objects)
        {
            if (
                made.Callee is not ("re.compile" or "regex.compile")
                && ecosystem.Constructors.FirstOrDefault(rule => rule.Makes(made, file)) is { } rule
            )
            {
                yield return new AgentFunction(
                    prefix + made.Name,
                    $"{made.Name} = {made.Callee}(…) of {rule.Framework}",
                    file.At(made.Line),
                    0.8
                );
            }
        }
    }

    private static string Plain(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name;
}
