using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Agents in C# that are called in place.</summary>
internal sealed class DotNetPattern : IPatternRule
{
    private static readonly string[] AgentWords = ["agent", "bot", "assistant", "chat", "copilot", "kernel"];

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code.Where(file => file.Language == CodeLanguage.DotNet))
        {
            if (facts.ProjectOf(file) is not { } project || IsWeb(project))
            {
                continue;
            }

            foreach (FunctionFact function in file.Functions)
            {
                if (Judge(facts, file, project, function) is { } candidate)
                {
                    yield return candidate;
                }
            }

            if (file.Mark("main") is { } main && file.Mark("agent-object") is { } agent)
            {
                yield return Console(file, project, main, agent);
            }
        }
    }

    private static bool IsWeb(ManifestFacts project) =>
        project.Facts.GetValueOrDefault("sdk", "").Contains("Web", StringComparison.Ordinal)
        || project.Packages.Exists(package => package.Name == "Microsoft.AspNetCore.App");

    private static Candidate? Judge(RepositoryFacts facts, CodeFacts file, ManifestFacts project, FunctionFact function)
    {
        ClassFact? owner = file.Classes.Find(made => made.Name == function.Owner);
        double weight = Words.FunctionWeight(
            function.Name.EndsWith("Async", StringComparison.Ordinal) ? function.Name[..^5] : function.Name
        );
        Parameter? input = function.Parameters.FirstOrDefault(parameter => parameter.Type is "string" or "string?");
        bool isNamed = AgentWords.Any(word =>
            (function.Owner + function.Name).Contains(word, StringComparison.OrdinalIgnoreCase)
        );
        if (
            owner is null
            || weight == 0
            || input is null
            || !function.IsPublic
            || !function.ReturnsValue
            || !(isNamed || Words.IsText(input.Name))
        )
        {
            return null;
        }

        string space = file.Namespace.Length > 0 ? file.Namespace + "." : "";
        Candidate candidate = new("dotnet", file.At(function.Line));
        candidate.For(weight, $"`{function.Name}` is named like an agent's method", candidate.Place);
        candidate.For(0.35, $"`{input.Name}` takes what a user says", candidate.Place);
        if (isNamed)
        {
            candidate.For(0.2, "its class is named like an agent", candidate.Place);
        }

        if (facts.AsksModels)
        {
            candidate.For(0.2, "the repository makes agents or asks models");
        }

        if (!function.IsStatic && owner.Constructor.Any(parameter => parameter.Required))
        {
            candidate.Against(0.4, $"`{owner.Name}` has no constructor without parameters", file.At(owner.Line));
            candidate.Prerequisites.Add(
                $"give `{owner.Name}` a public constructor without parameters, or add a static method that makes one and asks it"
            );
        }

        Write(candidate, project, $"{space}{owner.Name}.{function.Name}");
        return candidate.In(file.Role);
    }

    private static Candidate Console(CodeFacts file, ManifestFacts project, MarkFact main, MarkFact agent)
    {
        Candidate candidate = new("dotnet", file.At(agent.Line));
        candidate.For(0.6, "a console program makes an agent", file.At(agent.Line));
        candidate.For(0.2, "the program begins in the same file", file.At(main.Line));
        string space = project.Facts.GetValueOrDefault("namespace") is { } named ? named : Identifier(project.Name);
        Write(candidate, project, $"{space}.BatonEntry.RunAsync");
        candidate.Against(0.1, "the agent has to be moved into a method first");
        candidate.Prerequisites.Insert(
            0,
            $"move the agent of {file.At(agent.Line)} into a public method `{space}.BatonEntry.RunAsync(string input, CancellationToken cancellationToken)` that returns its text"
        );
        return candidate.In(file.Role);
    }

    private static void Write(Candidate candidate, ManifestFacts project, string method)
    {
        string framework = project.Facts.GetValueOrDefault("target_framework", "net10.0");
        string assembly = project.Facts.GetValueOrDefault("assembly", project.Name);
        string folder = project.Folder.Length == 0 ? "" : project.Folder + "/";
        candidate.Runner["working_directory"] = BatonFolder.From("");
        candidate.Runner["dotnet"] = $"{folder}bin/Debug/{framework}/{assembly}.dll!{method}";
        BatonFolder.WriteGuards(candidate.Runner);
        candidate.Prerequisites.Add(
            $"build it: `dotnet build {project.Path}`, with `EnableDynamicLoading` in the project"
        );
    }

    private static string Identifier(string name)
    {
        string plain = new([
            .. name.Select(character => char.IsLetterOrDigit(character) || character == '.' ? character : '_'),
        ]);
        return plain.Length > 0 && char.IsDigit(plain[0]) ? "_" + plain : plain;
    }
}
