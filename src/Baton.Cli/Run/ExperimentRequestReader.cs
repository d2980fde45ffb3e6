using System.CommandLine;
using System.Globalization;
using Baton.Cli.Parsing;
using Baton.Experiments;
using Baton.Experiments.Journal;
using Baton.Experiments.Settings;

namespace Baton.Cli.Run;

/// <summary>Turns the options of <c>baton run experiment</c> into a request.</summary>
internal sealed class ExperimentRequestReader(ParseResult parsed, UsageErrors errors)
{
    /// <summary>Reads the request; what contradicts itself is added to the errors.</summary>
    public ExperimentRequest Read(ExperimentOptions options, ToolSession session)
    {
        string? resume = parsed.GetValue(options.Resume);
        string? retry = parsed.GetValue(options.Retry);
        bool force = parsed.GetValue(options.Force);
        if (resume is null)
        {
            errors.AddIf(retry is not null, options.Retry.Name, "goes with `--resume DIR`");
            errors.AddIf(force, options.Force.Name, "goes with `--resume DIR`");
        }

        return new ExperimentRequest
        {
            ConfigPath = parsed.GetValue(options.Project.Config),
            Root = parsed.GetValue(options.Project.Root),
            Project = parsed.GetValue(options.Project.Project),
            Overrides = ReadOverrides(options),
            InputsPath = parsed.GetValue(options.Inputs),
            Personas = parsed
                .GetValue(options.Personas)
                ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Limit = ReadLimit(options.Limit),
            ResumeDirectory = resume,
            Force = force,
            Replay = options.Replay.Read(parsed, options.Simulation, errors),
            Retry = retry is null
                ? RetrySelection.None
                : retry.Split(',').Select(ReadRetry).Aggregate((one, other) => one | other),
            WorkingDirectory = session.WorkingDirectory,
            Environment = session.Environment,
        };
    }

    private static RetrySelection ReadRetry(string word) =>
        word switch
        {
            "simulator" => RetrySelection.Simulator,
            "errors" => RetrySelection.Errors,
            _ => RetrySelection.Failed,
        };

    private List<CommandLineSetting> ReadOverrides(ExperimentOptions options)
    {
        List<CommandLineSetting> overrides = [];
        Add(options.InputsFormat, InputFormats.Setting);
        Add(options.Iterations, "iterations");
        Add(options.Parallel, "parallel_runs");
        Add(options.Seed, "seed");
        AddPair(options.MultiTurn, options.NoMultiTurn, "multi_turn.enabled");
        Add(options.MaxTurns, "multi_turn.max_turns");
        AddPair(options.AutoApproveTools, options.ManualApproveTools, "multi_turn.auto_approve_tools");
        Add(options.PersonaOverride, "multi_turn.persona_override");
        Add(options.SupervisorProvider, "multi_turn.supervisor.provider");
        Add(options.SupervisorModel, "multi_turn.supervisor.model");
        Add(options.SupervisorTemperature, "multi_turn.supervisor.temperature");
        Add(options.SupervisorApiKey, "multi_turn.supervisor.api_key");
        Add(options.OutputDirectory, "output.directory");
        Add(options.Name, "name");
        Add(options.FailUnder, "fail_under");
        Add(options.Otlp, "output.otlp.endpoint");
        if (parsed.GetValue(options.Evaluate))
        {
            Add(options.FailUnder, "evaluation.fail_under");
        }

        return overrides;

        void Add(Option<string?> option, string key)
        {
            if (parsed.GetValue(option) is { } value)
            {
                overrides.Add(new CommandLineSetting(key, value, option.Name));
            }
        }

        void AddPair(Option<bool> yes, Option<bool> no, string key)
        {
            bool wantsYes = parsed.GetValue(yes);
            bool wantsNo = parsed.GetValue(no);
            errors.AddIf(wantsYes && wantsNo, no.Name, $"contradicts `{yes.Name}`; give one of them");
            if (wantsYes || wantsNo)
            {
                overrides.Add(new CommandLineSetting(key, wantsYes ? "true" : "false", wantsYes ? yes.Name : no.Name));
            }
        }
    }

    private long? ReadLimit(Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        bool valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0;
        errors.AddIf(!valid, option.Name, $"`{text}` is no number of inputs; write a whole number from 1");
        return valid ? limit : null;
    }
}
