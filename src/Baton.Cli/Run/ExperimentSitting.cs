using System.CommandLine;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Cli.Progress;
using Baton.Cli.Results;
using Baton.Experiments;
using Baton.Experiments.Export;
using Baton.Experiments.Running;

namespace Baton.Cli.Run;

/// <summary>Carries out <c>baton run experiment</c>: prepares, shows the plan, asks, runs, tells the results.</summary>
internal static class ExperimentSitting
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, ExperimentOptions options, ParseResult parsed)
    {
        UsageErrors errors = new();
        ExperimentRequest request = new ExperimentRequestReader(parsed, errors).Read(options, session);
        JUnitTarget? report = JUnitTarget.Read(parsed.GetValue(options.Report), options.Report.Name, session, errors);
        bool byHand = parsed.GetValue(options.ManualApproveTools);
        errors.AddIf(
            byHand && !session.CanAsk,
            options.ManualApproveTools.Name,
            "there is no terminal to ask at; use `--auto-approve-tools`"
        );
        errors.ThrowIfAny();

        bool json = parsed.GetValue(options.Format) is "json";
        await using PreparedExperiment experiment = PreparedExperiment.Create(request, session.Clock);
        foreach (string warning in experiment.Warnings)
        {
            await session.Error.WriteLineAsync($"warning: {warning}");
        }

        experiment.ThrowIfNothingToResume();
        bool evaluate = parsed.GetValue(options.Evaluate);
        if (evaluate)
        {
            experiment.ThrowIfNoEvaluators();
        }

        OtlpServer? server = experiment.FindExportServer();
        if (parsed.GetValue(options.DryRun))
        {
            ExperimentPlanText.Write(experiment, session.Out, json);
            return ExitCodes.Ok;
        }

        using Interruption interruption = session.Listen();
        if (!parsed.GetValue(options.Yes) && !await ConfirmAsync(session, experiment, interruption.Asked))
        {
            await session.Error.WriteLineAsync("Nothing was run.");
            return ExitCodes.Ok;
        }

        report?.Prepare();
        ExperimentResult result = await RunAsync(session, experiment, byHand, interruption);
        Task<int> TellAsync(ToolSession where) =>
            ExperimentReport.TellAsync(
                where,
                experiment,
                result,
                report,
                json,
                folder => ResumeCommandLine.Of(parsed, options, folder),
                evaluate
            );
        int exitCode = evaluate
            ? await EvaluatedReport.TellAsync(session, experiment, result, json, report, TellAsync, interruption.Asked)
            : await TellAsync(session);
        if (server is not null)
        {
            string project = options.Project.Words(parsed);
            string to = parsed.GetValue(options.Otlp) is { } url ? $" --to {CommandWord.Of(url)}" : "";
            await ExportedReport.TellAsync(
                session,
                experiment,
                server,
                result,
                folder => $"baton export experiment {CommandWord.Of(folder)}{project}{to}",
                interruption.Asked
            );
        }

        return exitCode;
    }

    private static async Task<bool> ConfirmAsync(
        ToolSession session,
        PreparedExperiment experiment,
        CancellationToken cancellationToken
    )
    {
        if (!session.CanAsk)
        {
            throw UsageErrors.Of(
                "--yes",
                "is missing, and there is no terminal to confirm the experiment at; add `--yes` to run it, or "
                    + "`--dry-run` to see the plan"
            );
        }

        ExperimentPlanText.Write(experiment, session.Error, json: false);
        await session.Error.WriteAsync("Run it? [y/N] ");
        string answer = await TerminalQuestion.ReadLineAsync(session, cancellationToken);
        return answer.Trim() is "y" or "Y" or "yes" or "Yes";
    }

    private static async Task<ExperimentResult> RunAsync(
        ToolSession session,
        PreparedExperiment experiment,
        bool byHand,
        Interruption interruption
    )
    {
        ExperimentPlanText.WriteStart(experiment.Plan, session.Error);
        using ManualApproval? approval = byHand ? new ManualApproval(session) : null;
        using ExperimentStop stop = new();
        await using IExperimentDisplay display =
            session.CanAnimate && approval is null
                ? LiveProgress.On(session)
                : new PlainProgress(session.Error, session.Clock, approval is null ? null : () => approval.IsAsking);
        await using CancellationTokenRegistration gently = interruption.Asked.Register(() =>
        {
            display.OnNotice("Stopping: runs in flight may finish; press Ctrl-C again to end them now");
            stop.RequestStop();
        });
        await using CancellationTokenRegistration atOnce = interruption.Insisted.Register(stop.Cancel);
        return await experiment.RunAsync(display, approval is null ? null : approval.AskAsync, stop);
    }
}
