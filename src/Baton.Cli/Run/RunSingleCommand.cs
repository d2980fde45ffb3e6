using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Run;

/// <summary><c>baton run single</c>.</summary>
internal static class RunSingleCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(ToolSession session)
    {
        SingleOptions options = new();
        DocumentedCommand command = new(
            "single",
            "Call an agent once",
            new CommandNotes
            {
                Remarks =
                    "Writes the answer to standard output, as it comes on a terminal; tool calls and what the agent "
                    + "logs go to standard error. Nothing is recorded.\n"
                    + "Without TARGET the agent is the one of the configuration. With --model it is that model, with the "
                    + "tools of --tool; keys come from OPENAI_API_KEY, ANTHROPIC_API_KEY and the like, in the "
                    + "environment or in .env. `baton chat` holds a conversation with it.",
                ArgumentUsage = "[TARGET] INPUT",
                Groups =
                [
                    new OptionGroup("The agent of a configuration", options.Project.Rows),
                    new OptionGroup("A model as the agent", options.Model.Rows),
                    new OptionGroup("Limits of a model's answer", options.Model.LimitRows),
                    new OptionGroup("The call", options.Persona, options.Format),
                ],
                Examples =
                [
                    new("baton run single app.agent:run \"hi\"", "Call the Python function run of app/agent.py"),
                    new(
                        "baton run single --config configs/simulation.yaml \"hi\"",
                        "Call the agent of a configuration"
                    ),
                    new("baton run single --model openai:gpt-4o-mini \"hi\"", "Ask a model"),
                    new(
                        "baton run single -m anthropic:claude-haiku-4-5 --system @prompt.md --format json \"hi\"",
                        "Give it instructions from a file; get text, tokens and cost as JSON"
                    ),
                    new(
                        "echo \"a long text\" | baton run single app.agent:run -",
                        "Read the input from standard input"
                    ),
                ],
                ExitCodes =
                [
                    new("1", "the agent failed; what it said before stands on standard output"),
                    new("2", "the command line or the configuration cannot be used, or the agent is not there"),
                ],
            }
        );
        command.Arguments.Add(options.First);
        command.Arguments.Add(options.Second);
        command.Validators.Add(result =>
        {
            if (result.GetResult(options.First) is not { Tokens.Count: > 0 })
            {
                result.AddError("INPUT: is missing; write what is said to the agent, or - to read it");
            }
        });
        command.SetAction((parsed, _) => SingleCall.RunAsync(session, options, parsed));
        return command;
    }
}
