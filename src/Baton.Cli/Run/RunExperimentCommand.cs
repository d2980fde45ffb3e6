using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Run;

/// <summary><c>baton run experiment</c>.</summary>
internal static class RunExperimentCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(ToolSession session)
    {
        ExperimentOptions options = new();
        DocumentedCommand command = new(
            "experiment",
            "Execute simulation experiments with your agent",
            new CommandNotes
            {
                Remarks =
                    "Runs every input, with every selected persona, as many times as there are iterations. A run that "
                    + "fails is recorded and stops no other. Ctrl-C ends the experiment in order (runs in flight may "
                    + "finish, again: at once); --resume goes on where it stopped.\n"
                    + "Settings are taken from the built-in default, the configuration, BATON_… variables and these "
                    + "options; the later wins.",
                Groups = options.Groups,
                Examples =
                [
                    new("baton run experiment", "Run configs/simulation.yaml"),
                    new("baton run experiment --iterations 20 --parallel 4", "Run each input 20 times, 4 at once"),
                    new(
                        "baton run experiment --experiment-name baseline-test --yes",
                        "Name it and do not ask, as in CI"
                    ),
                    new("baton run experiment --multi-turn --max-turns 12 --auto-approve-tools", "Hold conversations"),
                    new(
                        "baton run experiment --multi-turn --supervisor-provider openai --supervisor-model gpt-4o",
                        "Let a model play the user"
                    ),
                    new("baton run experiment --inputs inputs/batch1.yaml --name batch1", "Run one batch of inputs"),
                    new("baton run experiment --yes --fail-under 0.95 --report junit:out.xml", "Gate a build"),
                    new("baton run experiment --yes --evaluate", "Run it and score the runs"),
                    new("baton run experiment --yes --otlp http://localhost:4318", "Show the runs in a tracing tool"),
                    new(
                        "baton run experiment --replay experiments/exp_20241101_143022 --yes",
                        "Say the same to today's agent, and see where it answers otherwise"
                    ),
                    new("baton run experiment --resume experiments/exp_20241101_143022", "Go on after an interruption"),
                ],
                ExitCodes =
                [
                    new("0", "the experiment ran to its end, whatever the agent answered"),
                    new(
                        "1",
                        "it stopped before its end, --fail-under was missed, no run succeeded, or the evaluation failed"
                    ),
                    new("2", "the command line or the configuration cannot be used, or what it needs is not there"),
                ],
            }
        );
        command.SetAction((parsed, _) => ExperimentSitting.RunAsync(session, options, parsed));
        return command;
    }
}
