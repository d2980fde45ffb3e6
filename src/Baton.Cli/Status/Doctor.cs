using Baton.Agents;
using Baton.Cli.Interrupts;
using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Experiments.Settings;
using Baton.Targets;
using Baton.Targets.Python.Replay;

namespace Baton.Cli.Status;

/// <summary>Carries out <c>baton doctor</c> and <c>baton status check</c>.</summary>
internal static class Doctor
{
    /// <summary>Makes every check and writes what it found.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, ConfigurationRequest request, bool json)
    {
        using Interruption interruption = session.Listen();
        List<Finding> findings = [new("baton", FindingState.Ok, $"{ToolVersion.Text} on .NET {Environment.Version}")];
        LoadedConfiguration? configuration = LoadConfiguration(request, findings);
        findings.Add(await Programs.CheckAsync("python", "python3", session, interruption.Asked));
        findings.Add(await Programs.CheckAsync("node", "node", session, interruption.Asked));
        if (configuration is not null)
        {
            findings.Add(await CheckTargetAsync(configuration, session, interruption.Asked));
            findings.Add(CheckSupervisor(configuration));
            findings.Add(CheckOutput(configuration));
        }

        Write(session, findings, json);
        return findings.Exists(finding => finding.State == FindingState.Missing) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static LoadedConfiguration? LoadConfiguration(ConfigurationRequest request, List<Finding> findings)
    {
        try
        {
            LoadedConfiguration configuration = ConfigurationLoader.Load(request);
            findings.Add(new Finding("configuration", FindingState.Ok, configuration.ConfigFile));
            findings.AddRange(
                configuration.Warnings.Select(warning => new Finding("configuration", FindingState.Odd, warning))
            );
            return configuration;
        }
        catch (ConfigurationException wrong)
        {
            findings.AddRange(
                wrong.Errors.Select(error => new Finding("configuration", FindingState.Missing, error.ToString()))
            );
            return null;
        }
    }

    private static async Task<Finding> CheckTargetAsync(
        LoadedConfiguration configuration,
        ToolSession session,
        CancellationToken cancellationToken
    )
    {
        ArgumentReplay? replay;
        try
        {
            replay = ArgumentReplay.Open(configuration.Replay);
        }
        catch (ConfigurationException wrong)
        {
            return new Finding("target", FindingState.Missing, wrong.Errors[0].ToString());
        }

        await using ITarget target = TargetFactory.Create(
            configuration.Settings.Runner,
            new TargetEnvironment
            {
                ProjectDirectory = configuration.ProjectDirectory,
                Variables = configuration.Variables,
                Replay = replay,
                TimeProvider = session.Clock,
            }
        );
        AgentError? problem = await target.ProbeAsync(cancellationToken);
        return problem is null
            ? new Finding("target", FindingState.Ok, target.Name)
            : new Finding("target", FindingState.Missing, configuration.Redactor.Redact(problem.Message));
    }

    private static Finding CheckSupervisor(LoadedConfiguration configuration)
    {
        SupervisorSettings supervisor = configuration.Settings.MultiTurn.Supervisor;
        (string provider, string? variable) = supervisor.Provider switch
        {
            SupervisorProvider.OpenAI => ("openai", "OPENAI_API_KEY"),
            SupervisorProvider.Anthropic => ("anthropic", "ANTHROPIC_API_KEY"),
            SupervisorProvider.Mock => ("mock", (string?)null),
            _ => throw new InvalidOperationException($"`{supervisor.Provider}` is no supervisor"),
        };
        if (variable is null)
        {
            return new Finding("supervisor", FindingState.Ok, $"{provider}, needs no key");
        }

        bool hasKey =
            supervisor.ApiKey is { Length: > 0 }
            || configuration.Variables.TryGetValue(variable, out string? key) && key.Length > 0;
        return hasKey ? new Finding("supervisor", FindingState.Ok, $"{provider}, with a key")
            : configuration.Settings.MultiTurn.Enabled
                ? new Finding("supervisor", FindingState.Missing, $"{provider} without a key; set {variable}")
            : new Finding("supervisor", FindingState.Odd, $"{provider} without a key; --multi-turn needs {variable}");
    }

    private static Finding CheckOutput(LoadedConfiguration configuration)
    {
        string folder = Path.GetFullPath(configuration.Settings.Output.Directory, configuration.ProjectDirectory);
        string existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            string probe = Path.Combine(existing, $".baton-{Guid.NewGuid():N}");
            using FileStream file = new(
                probe,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            return new Finding("output", FindingState.Ok, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Finding("output", FindingState.Missing, $"{folder} cannot be written: {failure.Message}");
        }
    }

    private static void Write(ToolSession session, List<Finding> findings, bool json)
    {
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                findings,
                (writer, finding) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("check", finding.Check);
                    writer.WriteString("state", finding.Word);
                    writer.WriteString("detail", finding.Detail);
                    writer.WriteEndObject();
                }
            );
            return;
        }

        TextTable table = new();
        foreach (Finding finding in findings)
        {
            table.Add(finding.Word, finding.Check, OneLine.Of(finding.Detail, 400));
        }

        table.Write(session.Out);
    }
}
