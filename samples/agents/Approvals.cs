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
            // snippet: approvals
            AIFunction delete = AIFunctionFactory.Create((string path) => $"{path} is gone", "delete", "Deletes a file");
            Agent agent = new("Assistant", "You keep things tidy.")
            {
                Model = Models.Play("tidy"),
                Tools = [delete.RequiringApproval()],
            };

            RunResult result = await Runner.RunAsync(agent, "Clean up, please");
            if (result.Paused is { } paused)
            {
                await File.WriteAllTextAsync(file, paused.ToJson()); // today
            }

            PausedRun restored = PausedRun.FromJson(await File.ReadAllTextAsync(file)); // tomorrow, in another process
            Dictionary<string, ToolApproval> decisions = restored.Approvals.ToDictionary(
                call => call.CallId,
                call => new ToolApproval(Approved: call.ToolName == "delete")
            );
            result = await Runner.ResumeAsync(agent, restored, decisions);
            // end snippet

            Console.WriteLine(result.ToolCalls[0].Result);
            Console.WriteLine(result.FinalOutput);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
