using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Generate;

/// <summary><c>baton generate</c> and <c>baton generate inputs</c>.</summary>
internal static class GenerateInputsCommand
{
    /// <summary>Builds the commands.</summary>
    public static Command Create(ToolSession session)
    {
        GenerationOptions options = new();
        DocumentedCommand inputs = new(
            "inputs",
            "Make a file of inputs from a few: base inputs × personas × strategies",
            new CommandNotes
            {
                Remarks =
                    "Varies the base_inputs of the configuration, as every persona, by every strategy: rephrase, verbose, "
                    + "concise, error_prone, typo, formal, casual, technical, simple, adversarial, multilingual, persona_based, "
                    + "custom. A model writes the variations, or rules do: they need no model, cost nothing, and make the same "
                    + "inputs for the same seed. Numbers, names, addresses, code and quoted text are kept.\n"
                    + "With --limit the file is a batch: a cross-section of what is possible. The next batch in the same folder "
                    + "goes on behind it, so that no input is in both.\n"
                    + "Answers of a model are kept until the file is written: interrupted or killed, the same command goes on "
                    + "where it stopped and pays for nothing twice.",
                Groups = options.Groups,
                Examples =
                [
                    new(
                        "baton generate inputs --mode deterministic",
                        "By rules, without a model, to inputs/generated.yaml"
                    ),
                    new(
                        "baton generate inputs --model anthropic:claude-haiku-4-5 --dry-run",
                        "What a model would cost"
                    ),
                    new("baton generate inputs --limit 100 --output inputs/batch1.yaml", "In batches: a hundred"),
                    new("baton generate inputs --limit 100 --output inputs/batch2.yaml", "And a hundred others"),
                    new("baton run experiment --inputs inputs/batch1.yaml --name batch1", "Run one of them"),
                    new(
                        "baton generate inputs --strategies adversarial,typo --count 5 --output inputs/hard.jsonl",
                        "Five attacks and five sets of typos for each input and persona"
                    ),
                ],
                ExitCodes =
                [
                    new("0", "the file was written; what could not be varied is told"),
                    new("1", "calls of the model failed and inputs are missing; what was answered is kept"),
                ],
            }
        );
        inputs.SetAction((parsed, _) => GenerationSitting.RunAsync(session, options, parsed));
        return new Command("generate", "Generate inputs for experiments") { inputs };
    }
}
