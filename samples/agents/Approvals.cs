using Baton.Agents;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Samples.Agents;

internal static class Approvals
{
    public static async Task RunAsync()
    {
        string file = Path.GetTempFileName();
        try
        {
            await PauseAsync(file);
            await ResumeAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // snippet: approvals
    public static async Task PauseAsync(string file)
    {
        RunResult result = await Runner.RunAsync(Tidier("tidy"), "Clean up, please");
        if (result.Paused is { } paused)
        {
            await File.WriteAllTextAsync(file, paused.ToJson()); // today
        }
    }

    public static async Task ResumeAsync(string file)
    {
        PausedRun paused = PausedRun.FromJson(await File.ReadAllTextAsync(file)); // tomorrow, in another process
        Dictionary<string, ToolApproval> decisions = paused.Approvals.ToDictionary(
            call => call.CallId,
            call => new ToolApproval(Approved: call.ToolName == "delete")
        );

        RunResult result = await Runner.ResumeAsync(Tidier("tidied"), paused, decisions);
        Console.WriteLine(result.ToolCalls[0].Result);
        Console.WriteLine(result.FinalOutput);
    }

    private static Agent Tidier(string script)
    {
        AIFunction delete = AIFunctionFactory.Create((string path) => $"{path} is gone", "delete", "Deletes a file");
        return new Agent("Assistant", "You keep things tidy.")
        {
            Model = Models.Play(script),
            Tools = [delete.RequiringApproval()],
        };
    }
    // end snippet
}
