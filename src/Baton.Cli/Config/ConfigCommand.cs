using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Run;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary><c>baton config</c>.</summary>
internal static class ConfigCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("config", "Show and check the configuration")
        {
            CreateShow(session),
            CreateValidate(session),
            CreateSchema(session),
            CreateEnvironment(session),
        };

    private static DocumentedCommand CreateShow(ToolSession session)
    {
        ProjectOptions project = new();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "show",
            "Show every setting as it was read, and where its value comes from",
            new CommandNotes
            {
                Remarks =
                    "Sources are the built-in default, the file with its line and column, BATON_… variables and .env "
                    + "files. Secrets are masked.",
                Groups = [new OptionGroup("Options", [.. project.Rows, format])],
                Examples = [new("baton config show --project demo", "The settings of ./baton/demo")],
            }
        );
        command.SetAction(parsed =>
            SettingsTable.Write(session, project.ToRequest(parsed, session), parsed.GetValue(format) is "json")
        );
        return command;
    }

    private static DocumentedCommand CreateValidate(ToolSession session)
    {
        ProjectOptions project = new();
        Option<string?> inputs = OptionOf.Text(
            "--inputs",
            "FILE",
            "File of inputs to check [default: the configuration's]"
        );
        Option<string?> inputsFormat = InputFormats.Option();
        Option<string?> format = OptionOf.Format();
        DocumentedCommand command = new(
            "validate",
            "Check the configuration and the inputs without running anything",
            new CommandNotes
            {
                Groups = [new OptionGroup("Options", [.. project.Rows, inputs, inputsFormat, format])],
                Examples =
                [
                    new("baton config validate --format json", "For editors and scripts: every error with its place"),
                ],
                ExitCodes = [new("2", "something is wrong; each error is told with its place")],
            }
        );
        command.SetAction(
            (parsed, _) =>
                Validation.RunAsync(
                    session,
                    project.ToRequest(parsed, session),
                    parsed.GetValue(inputs),
                    parsed.GetValue(inputsFormat) is { } word
                        ? [new CommandLineSetting(InputFormats.Setting, word, inputsFormat.Name)]
                        : [],
                    parsed.GetValue(format) is "json"
                )
        );
        return command;
    }

    private static DocumentedCommand CreateSchema(ToolSession session)
    {
        DocumentedCommand command = new(
            "schema",
            "Print the JSON Schema of the configuration, for editors",
            new CommandNotes
            {
                Examples =
                [
                    new(
                        "baton config schema > baton.schema.json",
                        "Then begin configs/simulation.yaml with: # yaml-language-server: $schema=../baton.schema.json"
                    ),
                ],
            }
        );
        command.SetAction(_ => SchemaText.Write(session.Out));
        return command;
    }

    private static DocumentedCommand CreateEnvironment(ToolSession session)
    {
        DocumentedCommand command = new(
            "env",
            "List the BATON_… variables that set a setting, with those that are set",
            new CommandNotes { Examples = [new("BATON_ITERATIONS=3 baton run experiment", "Set one")] }
        );
        command.SetAction(_ => VariableTable.Write(session));
        return command;
    }
}
