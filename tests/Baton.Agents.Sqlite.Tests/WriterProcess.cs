using System.Diagnostics;

namespace Baton.Agents.Sqlite.Tests;

/// <summary>A process that appends to a session and says which appends have returned.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private int _acknowledged;

    public WriterProcess(string path, string session, string writer, int appends, int messages)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Baton.SessionWriter.dll"),
                path,
                session,
                writer,
                $"{appends}",
                $"{messages}",
            },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until so many appends have returned.</summary>
    public async Task WaitForAppendAsync(int count)
    {
        while (_acknowledged < count)
        {
            (await NextAsync()).ShouldBeTrue("the writer ended early");
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does and returns how many appends it was told are kept.</summary>
    public async Task<int> KillAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
        return _acknowledged;
    }

    /// <summary>Reads to the end and returns the exit code.</summary>
    public async Task<int> WaitForEndAsync()
    {
        while (await NextAsync()) { }

        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> NextAsync()
    {
        string? line = await _process.StandardOutput.ReadLineAsync();
        // A kill may cut the last line short.
        if (line is null || line != $"{_acknowledged}")
        {
            return false;
        }

        _acknowledged++;
        return true;
    }
}
