using System.ComponentModel;
using System.Diagnostics;

namespace Baton.Cli.Status;

/// <summary>Finds out which programs agents may need are here.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks a program for its version.</summary>
    public static async Task<Finding> CheckAsync(
        string check,
        string program,
        ToolSession session,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource patience = new(Patience, session.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token,
            cancellationToken
        );
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, ["--version"])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    RedirectStandardInput = true,
                }
            )!;
            try
            {
                string version = await process.StandardOutput.ReadToEndAsync(either.Token);
                await process.WaitForExitAsync(either.Token);
                return process.ExitCode == 0
                    ? new Finding(check, FindingState.Ok, version.Trim())
                    : new Finding(check, FindingState.Odd, $"`{program} --version` ended with {process.ExitCode}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return new Finding(check, FindingState.Odd, $"`{program} --version` did not end");
            }
        }
        catch (Win32Exception)
        {
            return new Finding(
                check,
                FindingState.Odd,
                $"`{program}` is not on the path; agents that need it cannot run"
            );
        }
    }
}
