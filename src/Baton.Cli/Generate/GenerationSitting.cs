using System.CommandLine;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Experiments.Generation;

namespace Baton.Cli.Generate;

/// <summary>Carries out <c>baton generate inputs</c>: prepares, shows the plan or generates, tells the result.</summary>
internal static class GenerationSitting
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, GenerationOptions options, ParseResult parsed)
    {
        UsageErrors errors = new();
        GenerationRequest request = options.Read(parsed, session, errors);
        errors.ThrowIfAny();
        bool json = parsed.GetValue(options.Format) is "json";
        using PreparedGeneration generation = PreparedGeneration.Create(request, session.Clock);
        foreach (string warning in generation.Warnings)
        {
            await session.Error.WriteLineAsync($"warning: {warning}");
        }

        if (parsed.GetValue(options.DryRun))
        {
            GenerationReport.WritePlan(generation.Plan, session.Out, json);
            return ExitCodes.Ok;
        }

        using Interruption interruption = session.Listen();
        GenerationProgressLines progress = new(session.Error);
        progress.Begin(generation.Plan);
        try
        {
            GenerationResult result = await generation.RunAsync(session.Out, json, progress, interruption.Asked);
            return new GenerationReport(session, generation, options.Project.Words(parsed)).Tell(result, json);
        }
        catch (OperationCanceledException) when (generation.Plan.Calls is not null)
        {
            await session.Error.WriteLineAsync(
                "interrupted; what was answered is kept, run the same command again to go on"
            );
            return ExitCodes.Interrupted;
        }
    }
}
