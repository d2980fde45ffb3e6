using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;
using Baton.Mcp.Repositories.Manifests;
using Baton.Mcp.Repositories.Rules;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Programs for a person's command line: a small program between them and Baton asks them once a turn.</summary>
internal sealed partial class CommandLinePattern : IPatternRule
{
    private const string Adapter = """"
        """Asks a command line program: one run of it a turn, what it prints is the answer."""

        import json
        import pathlib
        import subprocess
        import sys

        COMMAND = @@words@@
        FOLDER = pathlib.Path(__file__).resolve().parent.parent@@below@@

        for line in sys.stdin:
            request = json.loads(line)
            if request.get("type") != "input":
                continue
            text = request["input"]
            done = subprocess.run([*COMMAND, text], cwd=FOLDER, input=text, capture_output=True, text=True)
            if done.returncode == 0:
                answer = {"type": "final", "output": done.stdout.strip()}
            else:
                answer = {"type": "error", "error": done.stderr.strip()[-2000:] or f"exit code {done.returncode}"}
            print(json.dumps({**answer, "id": request.get("id")}), flush=True)

        """";

    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        if (!facts.AsksModels)
        {
            yield break;
        }

        foreach (
            ManifestFacts manifest in facts.Manifests.Where(manifest =>
                manifest.Language is CodeLanguage.Python or CodeLanguage.Script
            )
        )
        {
            foreach (CommandFact command in manifest.Commands.Where(command => command.Kind == "command").Take(3))
            {
                yield return Installed(facts, manifest, command);
            }
        }

        foreach (
            CodeFacts file in facts.Code.Where(file => file.Mark("main") is not null && file.Role == FileRole.Product)
        )
        {
            bool isInstalled = facts.ProjectOf(file)?.Commands.Exists(command => command.Kind == "command") == true;
            bool isCandidate = file.Language switch
            {
                CodeLanguage.Python => !isInstalled && (file.Mark("cli") ?? file.Mark("interactive")) is not null,
                CodeLanguage.Go => true,
                CodeLanguage.Java => file.Mark("cli") is not null || file.Mark("stdin-lines") is not null,
                _ => false,
            };
            if (isCandidate && AsksModels(facts, file) && Program(facts, file) is { } candidate)
            {
                yield return candidate;
            }
        }
    }

    /// <summary>Whether the program's own project, in its language, has anything to do with models.</summary>
    private static bool AsksModels(RepositoryFacts facts, CodeFacts file)
    {
        string folder = facts.ProjectFolderOf(file);
        IReadOnlyList<FrameworkRule> rules =
        [
            .. Ecosystem
                .Of(file.Language)
                .Frameworks.Where(rule => rule.Kind is FrameworkKind.Agent or FrameworkKind.Model),
        ];
        return facts.Code.Any(other =>
            other.Language == file.Language
            && Paths.IsIn(other.Path, folder)
            && rules.Any(rule => rule.Imports.Any(other.Uses))
        );
    }

    private static Candidate Installed(RepositoryFacts facts, ManifestFacts manifest, CommandFact command)
    {
        CodePlace place = new(manifest.Path, command.Line);
        Candidate candidate = new("process", place);
        candidate.For(0.4, $"the project installs the command `{command.Name}`", place);
        if (PromptFlag(facts, manifest.Folder, manifest.Language!.Value) is not { } flag)
        {
            candidate.Against(0.2, "how it is asked on the command line could not be told");
            Write(candidate, [command.Name], [], manifest.Folder);
        }
        else
        {
            candidate.For(0.5, $"it takes what to do as `{flag.Flag}`", flag.Place);
            Write(candidate, [command.Name], [flag.Flag], manifest.Folder);
        }

        if (command.Name.Equals(manifest.Name, StringComparison.OrdinalIgnoreCase))
        {
            candidate.For(0.2, "the command is named like the project", place);
        }

        if (
            command.Name.Contains("mcp", StringComparison.OrdinalIgnoreCase)
            || command.Name.Contains("server", StringComparison.OrdinalIgnoreCase)
        )
        {
            candidate.Against(0.6, "it is named like a server");
        }

        candidate.Prerequisites.Add($"install the project, so that `{command.Name}` is on the search path");
        return candidate;
    }

    private static Candidate? Program(RepositoryFacts facts, CodeFacts file)
    {
        MarkFact main = file.Mark("main")!;
        string folder = facts.ProjectFolderOf(file);
        List<CodeFacts> own =
        [
            .. facts.Code.Where(other =>
                other.Language == file.Language && other.Role == FileRole.Product && Paths.IsIn(other.Path, folder)
            ),
        ];
        CodeFacts? commandLine = file.Mark("cli") is not null ? file : own.Find(other => other.Mark("cli") is not null);
        if (
            file.Language == CodeLanguage.Go
            && commandLine is null
            && !own.Exists(other => other.Mark("stdin-lines") is not null)
        )
        {
            return null;
        }

        Candidate candidate = new("process", file.At(main.Line));
        candidate.For(0.35, "a program begins here", file.At(main.Line));
        if (commandLine is not null)
        {
            candidate.For(0.3, "it reads its command line", commandLine.At(commandLine.Mark("cli")!.Line));
        }

        bool serves = own.Exists(other => other.Mark("serve") is not null || other.Mark("mcp-server") is not null);
        if (serves)
        {
            candidate.Against(0.5, "the project also holds a server");
        }

        Programs.Command command = Programs.Of(facts, file);
        (string Flag, CodePlace Place)? flag = PromptFlag(facts, folder, file.Language);
        if (flag is { } known)
        {
            candidate.For(0.35, $"it takes what to do as `{known.Flag}`", known.Place);
        }
        else if (own.Find(other => other.Mark("stdin-lines") is not null) is { } reader)
        {
            candidate.For(0.3, "it reads standard input", reader.At(reader.Mark("stdin-lines")!.Line));
        }

        Write(candidate, command.Words, flag is null ? [] : [flag.Value.Flag], command.Folder);
        candidate.Prerequisites.AddRange(command.Prerequisites);
        return candidate;
    }

    private static (string Flag, CodePlace Place)? PromptFlag(
        RepositoryFacts facts,
        string folder,
        CodeLanguage language
    )
    {
        foreach (
            CodeFacts file in facts.Code.Where(file =>
                file.Language == language && file.Role == FileRole.Product && Paths.IsIn(file.Path, folder)
            )
        )
        {
            if (
                language != CodeLanguage.Go
                && file.Mark("prompt-flag") is { } mark
                && Flag().Match(mark.Value) is { Success: true } match
            )
            {
                return (match.Value, file.At(mark.Line));
            }
        }

        return null;
    }

    private static void Write(
        Candidate candidate,
        IReadOnlyList<string> command,
        IReadOnlyList<string> flags,
        string folder
    )
    {
        candidate.Against(0.15, "a small program has to stand between it and Baton");
        candidate.Runner["process"] = new JsonObject
        {
            ["command"] = new JsonArray("python3", BatonFolder.Adapter + ".py"),
            ["protocol"] = "jsonl",
        };
        BatonFolder.WriteGuards(candidate.Runner);
        string words = JsonSerializer.Serialize(command.Concat(flags));
        string below = folder.Length == 0 ? "" : $" / {JsonSerializer.Serialize(folder)}";
        candidate.Files.Add(
            new NewFile(
                $"{BatonFolder.Project}/{BatonFolder.Adapter}.py",
                Adapter
                    .Replace("@@words@@", words, StringComparison.Ordinal)
                    .Replace("@@below@@", below, StringComparison.Ordinal)
            )
        );
    }

    [GeneratedRegex(@"--(?:message|prompt|query|task|input|question)\b", RegexOptions.None, 1000)]
    private static partial Regex Flag();
}
