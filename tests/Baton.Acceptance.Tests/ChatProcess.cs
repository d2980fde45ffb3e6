using System.Diagnostics;
using System.Text;

namespace Baton.Acceptance.Tests;

/// <summary>A <c>baton</c> somebody talks with: its input stays open, and what it writes can be looked at while it runs.</summary>
internal sealed class ChatProcess : IAsyncDisposable
{
    // A terminal is made by Python: what is typed goes in as it would from a keyboard, Ctrl-C included.
    private const string Terminal = """
        import os, pty, select, sys
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(sys.argv[1], sys.argv[1:])
        sources = [terminal, 0]
        while True:
            ready, _, _ = select.select(sources, [], [])
            if 0 in ready:
                typed = os.read(0, 4096)
                if typed:
                    os.write(terminal, typed)
                else:
                    sources.remove(0)
            if terminal in ready:
                try:
                    shown = os.read(terminal, 4096)
                except OSError:
                    break
                if not shown:
                    break
                os.write(1, shown)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    private ChatProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    /// <summary>What stood on standard output so far; at a terminal everything.</summary>
    public string Output => Text(_output);

    /// <summary>What stood on standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts a command with its streams in pipes.</summary>
    public static ChatProcess Start(
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    ) => Start(BatonTool.Program, workingDirectory, environment, arguments);

    /// <summary>Starts a command at a terminal of its own.</summary>
    public static ChatProcess StartAtTerminal(
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    ) => Start("python3", workingDirectory, environment, ["-c", Terminal, BatonTool.Program, .. arguments]);

    /// <summary>Types or pipes in a text.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the input.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Sends a signal by name, for example <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until a text has come.</summary>
    public Task ShowsAsync(string text) => ShowsTimesAsync(text, 1);

    /// <summary>Waits until a text has come this many times.</summary>
    public async Task ShowsTimesAsync(string text, int times)
    {
        try
        {
            await Eventually.Holds(() => (Output + Error).Split(text).Length > times, $"`{text}` {times} times");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}; there was:\n{Output}{Error}", exception);
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<ToolResult> WaitAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
        await _reading.WaitAsync(patience.Token);
        return new ToolResult(_process.ExitCode, Output, Error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private static ChatProcess Start(
        string program,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        string[] arguments
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TERM"] = "xterm";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChatProcess(Process.Start(start)!);
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        char[] buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, read);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
