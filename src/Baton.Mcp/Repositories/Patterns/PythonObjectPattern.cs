using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents that a framework of Python makes when a module is imported.</summary>
internal sealed class PythonObjectPattern : IPatternRule
{
    private static readonly string[] LeadingNames =
    [
        "root",
        "triage",
        "main",
        "supervisor",
        "orchestrator",
        "coordinator",
        "manager",
        "router",
        "planner",
        "entry",
    ];
    private static readonly string[] PlainNames =
    [
        "agent",
        "graph",
        "app",
        "workflow",
        "assistant",
        "chain",
        "team",
        "crew",
        "bot",
        "compiled_graph",
        "agent_executor",
        "react_agent",
        "chat_engine",
        "query_engine",
    ];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        int order = 0;
        foreach (CodeFacts file in facts.Code.Where(file => file.Language == CodeLanguage.Python))
        {
            foreach (ObjectFact made in file.Objects)
            {
                if (
                    made.Callee is not ("re.compile" or "regex.compile")
                    && PythonRules.Rules.Constructors.FirstOrDefault(rule => rule.Makes(made, file)) is { } rule
                    && Judge(facts, file, made, rule, order++) is { } candidate
                )
                {
                    yield return candidate;
                }
            }
        }
    }

    private static Candidate? Judge(
        RepositoryFacts facts,
        CodeFacts file,
        ObjectFact made,
        AgentConstructor rule,
        int order
    )
    {
        PythonModule module = PythonModule.Of(facts, file);
        if (!module.IsImportable)
        {
            return null;
        }

        Candidate candidate = new("python", file.At(made.Line)) { Order = order };
        candidate.For(
            0.7,
            $"`{made.Name}` is made with {rule.Framework} when the module is imported",
            file.At(made.Line)
        );
        string name = made.Name.ToLowerInvariant();
        if (
            PlainNames.Contains(name, StringComparer.Ordinal)
            || LeadingNames.Any(word => name.Contains(word, StringComparison.Ordinal))
        )
        {
            candidate.For(0.25, $"`{made.Name}` is a name for the agent as a whole", file.At(made.Line));
        }

        if (
            made.Arguments.Contains("handoffs", StringComparison.Ordinal)
            || made.Arguments.Contains("sub_agents", StringComparison.Ordinal)
            || made.Arguments.Contains("tools", StringComparison.Ordinal)
        )
        {
            candidate.For(0.15, "it has tools or agents of its own", file.At(made.Line));
        }

        bool isNamed = facts.Manifests.Any(manifest =>
            manifest.FileName == "langgraph.json"
            && manifest.Commands.Exists(graph =>
                graph.Body.EndsWith(
                    $"{file.Path[(file.Path.LastIndexOf('/') + 1)..]}:{made.Name}",
                    StringComparison.Ordinal
                )
            )
        );
        if (isNamed)
        {
            candidate.For(0.4, "`langgraph.json` names it");
        }

        if (made.Arguments.Contains("deps_type", StringComparison.Ordinal))
        {
            candidate.Against(0.2, "its tools want dependencies (`deps_type`), which a function around it has to give");
        }

        switch (rule.Asking)
        {
            case Asking.Method method:
                candidate.Runner["target"] = $"{module.Name}:{made.Name}.{method.Name}";
                BatonFolder.WritePython(candidate.Runner, facts, file, module);
                WriteAdapters(candidate.Runner, method, file);
                break;
            case Asking.Adapter adapter:
                candidate.Runner["target"] = $"{BatonFolder.Adapter}:run";
                BatonFolder.WritePython(candidate.Runner, facts, file, module);
                candidate.Files.Add(
                    new NewFile(
                        $"{BatonFolder.Project}/{BatonFolder.Adapter}.py",
                        adapter
                            .Code.Replace("@@module@@", module.Name, StringComparison.Ordinal)
                            .Replace("@@object@@", made.Name, StringComparison.Ordinal)
                    )
                );
                break;
            case Asking.Elsewhere:
                return null;
        }

        BatonFolder.WriteGuards(candidate.Runner);
        return file.Role == FileRole.Example
            ? candidate.Against(0.1, "stands among examples", candidate.Place)
            : candidate.In(file.Role);
    }

    private static void WriteAdapters(JsonObject runner, Asking.Method method, CodeFacts file)
    {
        JsonObject adapters = [];
        if (method.Input is { } input)
        {
            JsonObject shape = (JsonObject)JsonNode.Parse(input)!;
            // A graph with a context of its own would be given Baton's, which is another.
            if (
                method.Name == "ainvoke"
                && file.Objects.Exists(made => made.Arguments.Contains("context_schema", StringComparison.Ordinal))
            )
            {
                shape["context"] = null;
            }

            adapters["input"] = shape;
        }

        if (method.Output is { } output)
        {
            adapters["output"] = new JsonObject { ["path"] = output };
        }

        if (adapters.Count > 0)
        {
            runner["adapters"] = adapters;
        }
    }
}
