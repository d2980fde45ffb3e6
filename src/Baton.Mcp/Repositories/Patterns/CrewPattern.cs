using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Crews and flows of CrewAI, which are started by <c>kickoff</c>.</summary>
internal sealed partial class CrewPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (
            CodeFacts file in facts.Code.Where(file => file.Language == CodeLanguage.Python && file.Uses("crewai"))
        )
        {
            foreach (ClassFact made in file.Classes)
            {
                bool isCrew =
                    made.Decorators.Contains("CrewBase", StringComparer.Ordinal)
                    || file.Functions.Exists(function => function.Owner == made.Name && function.Name == "crew");
                bool isFlow = made.Bases.Any(name =>
                    name == "Flow" || name.StartsWith("Flow[", StringComparison.Ordinal)
                );
                PythonModule module = PythonModule.Of(facts, file);
                if ((!isCrew && !isFlow) || !module.IsImportable)
                {
                    continue;
                }

                Candidate candidate = new("python", file.At(made.Line));
                candidate.For(0.85, $"`{made.Name}` is a {(isFlow ? "flow" : "crew")} of CrewAI", file.At(made.Line));
                candidate.Runner["target"] = $"{BatonFolder.Adapter}:run";
                BatonFolder.WritePython(candidate.Runner, facts, file, module);
                BatonFolder.WriteGuards(candidate.Runner);
                string call = isFlow ? $"{made.Name}()" : $"{made.Name}().crew()";
                string names = JsonSerializer.Serialize(InputsOf(facts, file));
                candidate.Files.Add(
                    new NewFile(
                        $"{BatonFolder.Project}/{BatonFolder.Adapter}.py",
                        $"""
                        from {module.Name} import {made.Name}

                        INPUTS = {names}


                        def run(input, metadata):
                            inputs = dict.fromkeys(INPUTS, input) | (metadata or dict())
                            return str({call}.kickoff(inputs=inputs))

                        """
                    )
                );
                candidate.Prerequisites.Add(
                    "check which inputs the tasks use: each gets what the user says, unless the input's `metadata` has it"
                );
                yield return file.Role == FileRole.Example
                    ? candidate.Against(0.1, "stands among examples", candidate.Place)
                    : candidate.In(file.Role);
            }
        }
    }

    private static List<string> InputsOf(RepositoryFacts facts, CodeFacts file)
    {
        string folder = facts.ProjectFolderOf(file);
        IEnumerable<ObjectFact> objects = facts
            .Code.Where(other => other.Language == CodeLanguage.Python && Paths.IsIn(other.Path, folder))
            .SelectMany(other => other.Marks)
            .Where(mark => mark.Name == "crew-input")
            .Select(mark => new ObjectFact("", "", mark.Value, mark.Line));
        List<string> names =
        [
            .. objects
                .SelectMany(item => Key().Matches(item.Arguments))
                .Select(match => match.Groups["name"].Value)
                .Distinct(StringComparer.Ordinal),
        ];
        return names.Count > 0 ? names : ["topic"];
    }

    [GeneratedRegex(@"[""'](?<name>\w+)[""']\s*:", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
