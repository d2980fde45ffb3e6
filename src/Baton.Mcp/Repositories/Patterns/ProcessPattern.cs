using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Programs that read requests from standard input line by line and answer in JSON.</summary>
internal sealed class ProcessPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            if (file.Mark("stdin-lines") is not { } reads || file.Mark("jsonl-answer") is not { } answers)
            {
                continue;
            }

            Candidate candidate = new("process", file.At(reads.Line));
            candidate.For(0.6, "it reads standard input line by line", file.At(reads.Line));
            candidate.For(0.8, "it answers with lines of JSON that end in a `final`", file.At(answers.Line));
            Programs.Command command = Programs.Of(facts, file);
            candidate.Runner["working_directory"] = BatonFolder.From(command.Folder);
            candidate.Runner["process"] = new JsonObject { ["command"] = command.Arguments, ["protocol"] = "jsonl" };
            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Prerequisites.AddRange(command.Prerequisites);
            yield return candidate.In(file.Role);
        }
    }
}
