using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Functions and methods of Python that take a turn: <c>python</c>, <c>python-class</c>, <c>python-generator</c>, <c>step-loop</c>.</summary>
internal sealed class PythonFunctionPattern : IPatternRule
{
    private static readonly string[] OtherDecorators =
    [
        "tool",
        "fixture",
        "command",
        "task",
        "property",
        "property.setter",
        "setter",
        "abstractmethod",
        "validator",
        "listen",
        "start",
        "on",
        "event",
        "callback",
        "middleware",
        "exception_handler",
        "action",
        "skill",
        "kernel_function",
        "overload",
        "contextmanager",
        "asynccontextmanager",
        "lru_cache",
        "cache",
    ];
    private static readonly string[] OtherBases =
    [
        "ABC",
        "Protocol",
        "Exception",
        "Enum",
        "TypedDict",
        "BaseTool",
        "Tool",
        "TestCase",
        "NamedTuple",
        "Module",
        "Command",
        "APIView",
        "Thread",
        "BaseSettings",
        "AgentExecutor",
    ];
    private static readonly string[] AgentWords =
    [
        "agent",
        "bot",
        "assistant",
        "chat",
        "copilot",
        "conversation",
        "eliza",
        "companion",
    ];
    private static readonly string[] PartWords =
    [
        "model",
        "client",
        "provider",
        "tool",
        "store",
        "retriever",
        "embedding",
        "parser",
        "loader",
        "environment",
        "repository",
        "database",
        "logger",
        "prompt",
        "memory",
        "evaluator",
        "wrapper",
    ];
    private static readonly string[] TextTypes =
    [
        "str",
        "Any",
        "dict",
        "Dict",
        "Mapping",
        "object",
        "list",
        "List",
        "Message",
        "Sequence",
        "Input",
        "State",
        "Content",
        "T",
        "Turn",
        "Optional",
        "Union",
    ];
    private static readonly string[] StepNames = ["observation", "obs", "state", "input", "observations"];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        int order = 0;
        foreach (
            CodeFacts file in facts.Code.Where(file =>
                file.Language == CodeLanguage.Python && file.Role != FileRole.Support
            )
        )
        {
            HashSet<FunctionFact> handlers = [.. file.Routes.Select(route => route.Handler).OfType<FunctionFact>()];
            PythonModule? module = null;
            foreach (FunctionFact function in file.Functions.Where(function => !handlers.Contains(function)))
            {
                if (
                    IsAgentShaped(function)
                    && (module ??= PythonModule.Of(facts, file)).IsImportable
                    && Judge(facts, file, function, module, order++) is { } candidate
                )
                {
                    yield return candidate;
                }
            }
        }
    }

    /// <summary>Whether a function can be a turn at all: by its name and by what it takes.</summary>
    public static bool IsAgentShaped(FunctionFact function) =>
        !function.Name.StartsWith('_')
        && (Words.FunctionWeight(function.Name) > 0 || function.Decorators.Any(IsTracedAgent))
        && !function.Decorators.Any(decorator =>
            OtherDecorators.Contains(decorator.Split('.')[^1], StringComparer.Ordinal)
        )
        && InputOf(function) is not null;

    private static Parameter? InputOf(FunctionFact function)
    {
        Parameter? text = function.Parameters.FirstOrDefault(parameter => Words.IsText(parameter.Name));
        text ??= function.Parameters.FirstOrDefault(parameter => Words.IsList(parameter.Name));
        return text
            ?? (
                function.Name == "step"
                    ? function.Parameters.FirstOrDefault(parameter =>
                        StepNames.Contains(parameter.Name, StringComparer.Ordinal)
                    )
                    : null
            );
    }

    private static bool IsTracedAgent(string decorator) =>
        decorator is "fluxloop.agent" or "baton.agent" or "agent" or "flux.agent";

    private static Candidate? Judge(
        RepositoryFacts facts,
        CodeFacts file,
        FunctionFact function,
        PythonModule module,
        int order
    )
    {
        ClassFact? owner = function.Owner.Length == 0 ? null : file.Classes.Find(made => made.Name == function.Owner);
        if (function.Owner.Length > 0 && (owner is null || owner.Name.StartsWith('_') || owner.Bases.Any(IsOtherBase)))
        {
            return null;
        }

        Parameter input = InputOf(function)!;
        Candidate candidate = new("python", file.At(function.Line)) { Order = order };
        candidate.For(
            function.Decorators.Any(IsTracedAgent) ? 0.8 : Words.FunctionWeight(function.Name),
            $"`{function.Name}` is named like an agent's function",
            candidate.Place
        );
        candidate.For(Words.IsText(input.Name) ? 0.35 : 0.2, $"`{input.Name}` takes what a user says", candidate.Place);
        bool asks = PythonRules.Rules.Frameworks.Any(rule =>
            rule.Kind is FrameworkKind.Agent or FrameworkKind.Model && rule.Imports.Any(file.Uses)
        );
        if (asks)
        {
            candidate.For(0.3, "its file makes agents or asks models", file.At(1));
        }

        if (input.Type.Length > 0 && !TextTypes.Any(type => input.Type.Contains(type, StringComparison.Ordinal)))
        {
            candidate.Against(0.5, $"`{input.Name}` is a `{input.Type}`, no text", candidate.Place);
        }

        string names = (owner?.Name + " " + file.Path).ToLowerInvariant();
        if (AgentWords.Any(word => names.Contains(word, StringComparison.Ordinal)))
        {
            candidate.For(
                0.25,
                owner is null ? "its file is named like an agent" : "its class or file is named like an agent",
                candidate.Place
            );
        }

        List<string> missing =
        [
            .. function
                .Parameters.Where(parameter =>
                    parameter.Required && parameter != input && !Words.IsFilled(parameter.Name)
                )
                .Select(parameter => parameter.Name),
        ];
        if (missing.Count > 0)
        {
            candidate.Against(
                Math.Min(0.8, 0.45 * missing.Count),
                $"nothing is known for {string.Join(", ", missing.Select(name => $"`{name}`"))}",
                candidate.Place
            );
            candidate.Prerequisites.Add(
                $"give {string.Join(", ", missing.Select(name => $"`{name}`"))} a default, or fill them with `adapters.input`"
            );
        }

        if (!function.ReturnsValue && !function.Yields)
        {
            candidate.Against(0.6, "it returns nothing", candidate.Place);
        }

        string ownName = owner?.Name.ToLowerInvariant() ?? "";
        if (
            ownName.EndsWith("agent", StringComparison.Ordinal)
            || ownName.EndsWith("bot", StringComparison.Ordinal)
            || ownName.EndsWith("assistant", StringComparison.Ordinal)
        )
        {
            candidate.For(0.2, $"`{owner!.Name}` says that it is one", file.At(owner.Line));
        }
        else if (PartWords.FirstOrDefault(word => ownName.EndsWith(word, StringComparison.Ordinal)) is { } part)
        {
            candidate.Against(0.35, $"`{owner!.Name}` is named like a part of an agent ({part})", file.At(owner.Line));
        }

        string target = owner is null ? function.Name : $"{owner.Name}.{function.Name}";
        candidate.Runner["target"] = $"{module.Name}:{target}";
        if (owner is not null && !function.IsStatic)
        {
            Instance(facts, file, function, owner, module, candidate);
        }

        if (function.Yields)
        {
            candidate.Pattern = "python-generator";
        }

        if (function.Name == "step" && !function.Yields)
        {
            Step(file, candidate);
        }

        BatonFolder.WritePython(candidate.Runner, facts, file, module);
        BatonFolder.WriteGuards(candidate.Runner);
        return file.Role == FileRole.Example
            ? candidate.Against(0.1, "stands among examples", candidate.Place)
            : candidate.In(file.Role);
    }

    private static void Instance(
        RepositoryFacts facts,
        CodeFacts file,
        FunctionFact function,
        ClassFact owner,
        PythonModule module,
        Candidate candidate
    )
    {
        candidate.Pattern = "python-class";
        List<string> needed =
        [
            .. owner.Constructor.Where(parameter => parameter.Required).Select(parameter => parameter.Name),
        ];
        if (
            owner.Bases.Any(name => name.Contains("BaseModel", StringComparison.Ordinal))
            || owner.Decorators.Any(name => name.EndsWith("dataclass", StringComparison.Ordinal))
        )
        {
            needed = [.. owner.Fields.Where(field => field.Required).Select(field => field.Name)];
        }

        if (needed.Count == 0)
        {
            return;
        }

        if (file.Objects.Find(made => made.Callee == owner.Name) is { } instance)
        {
            candidate.Pattern = "python";
            candidate.Runner["target"] = $"{module.Name}:{instance.Name}.{function.Name}";
            candidate.For(0.2, $"`{instance.Name}` is made when the module is imported", file.At(instance.Line));
            return;
        }

        FunctionFact? factory = file.Functions.Find(made =>
            made.Owner.Length == 0
            && made.Returns.Trim('"', '\'') == owner.Name
            && !made.Parameters.Any(parameter => parameter.Required)
        );
        if (factory is not null)
        {
            candidate.Runner["factory"] = $"{module.Name}:{factory.Name}";
            candidate.For(0.2, $"`{factory.Name}` makes it", file.At(factory.Line));
            return;
        }

        candidate.Runner["factory"] = $"{module.Name}:{owner.Name}";
        candidate.Against(
            0.15,
            $"making it needs {string.Join(", ", needed.Select(name => $"`{name}`"))}",
            file.At(owner.Line)
        );
        candidate.Prerequisites.Add(
            $"give {string.Join(", ", needed.Select(name => $"`{name}`"))} in `factory_kwargs`, or name a function in `factory` that makes the object"
        );
        _ = facts;
    }

    private static void Step(CodeFacts file, Candidate candidate)
    {
        if (file.Mark("done") is not { } done)
        {
            candidate.Against(0.3, "it does not say when it is done");
            return;
        }

        candidate.Pattern = "step-loop";
        candidate.For(0.5, "its result says when it is done", file.At(done.Line));
        candidate.Runner["step"] = new JsonObject { ["max_steps"] = 20 };
    }

    private static bool IsOtherBase(string name) =>
        OtherBases.Contains(name.Split('[')[0].Split('.')[^1], StringComparer.Ordinal)
        || name.StartsWith("metaclass", StringComparison.Ordinal);
}
