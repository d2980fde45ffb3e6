using System.CommandLine;
using System.Text.Json;
using Baton.Cli.Interrupts;
using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Targets;
using Baton.Targets.Checks;
using Baton.Targets.Python.Replay;

namespace Baton.Cli.Targets;

/// <summary>Carries out <c>baton target check</c>.</summary>
internal static class TargetCheckRun
{
    private const string SaidWithoutInputs = "Hello";

    /// <summary>Makes the checks; in text each is written as soon as it is made.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, CheckOptions options, ParseResult parsed)
    {
        using Interruption interruption = session.Listen();
        LoadedConfiguration configuration = ConfigurationLoader.Load(options.Project.ToRequest(parsed, session));
        bool json = parsed.GetValue(options.Format) is "json";
        string[]? names = parsed.GetValue(options.Only)?.Split(',');
        TargetCheck[] checks = [.. TargetChecks.All.Where(check => names?.Contains(check.Name) != false)];
        CheckSubject subject = CheckSubject.Of(
            configuration.Settings.Runner,
            new TargetEnvironment
            {
                ProjectDirectory = configuration.ProjectDirectory,
                Variables = configuration.Variables,
                Replay = ArgumentReplay.Open(configuration.Replay),
                TimeProvider = session.Clock,
            }
        ) with
        {
            Input = parsed.GetValue(options.Input) ?? await FirstInputAsync(configuration, session, interruption.Asked),
            FailingInput = parsed.GetValue(options.FailingInput),
        };

        List<CheckResult> results = [];
        await foreach (CheckResult result in TargetChecks.RunAsync(subject, checks, interruption.Asked))
        {
            CheckResult shown = result with
            {
                Verdict = result.Verdict with { Detail = configuration.Redactor.Redact(result.Verdict.Detail) },
            };
            results.Add(shown);
            if (!json)
            {
                WriteLine(session, shown, checks.Max(check => check.Name.Length));
            }
        }

        if (json)
        {
            JsonText.WriteArray(session.Out, results, WriteJson);
        }

        return results.Exists(result => result.Verdict.State == CheckState.Broken) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static async Task<string> FirstInputAsync(
        LoadedConfiguration configuration,
        ToolSession session,
        CancellationToken cancellationToken
    )
    {
        try
        {
            RunPlan plan = RunPlan.Create(
                PlanRequest.From(configuration) with
                {
                    CurrentDirectory = session.WorkingDirectory,
                    Limit = 1,
                }
            );
            await foreach (PlannedRun run in plan.ReadAsync(cancellationToken))
            {
                return run.Input.Text;
            }
        }
        catch (ConfigurationException)
        {
            // A target can be tried before there are inputs.
        }

        await session.Error.WriteLineAsync($"note: the project has no inputs; `{SaidWithoutInputs}` is said");
        return SaidWithoutInputs;
    }

    private static void WriteLine(ToolSession session, CheckResult result, int nameWidth)
    {
        string detail = OneLine.Of(result.Verdict.Detail, 400);
        session.Out.WriteLine($"{Word(result), -5}  {result.Check.Name.PadRight(nameWidth)}  {detail}".TrimEnd());
        session.Out.Flush();
    }

    private static void WriteJson(Utf8JsonWriter writer, CheckResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("check", result.Check.Name);
        writer.WriteString("state", Word(result));
        writer.WriteString("promise", result.Check.Promise);
        writer.WriteString("detail", result.Verdict.Detail);
        writer.WriteNumber("duration_ms", Math.Round(result.Duration.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    private static string Word(CheckResult result) =>
        result.Verdict.State switch
        {
            CheckState.Fits => "ok",
            CheckState.Broken => "fail",
            CheckState.NotTried => "-",
            _ => throw new InvalidOperationException($"`{result.Verdict.State}` is no state"),
        };
}
