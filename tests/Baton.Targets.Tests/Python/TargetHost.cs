using System.Diagnostics;
using System.Text.Json;
using Baton.Targets.Python;

namespace Baton.Targets.Tests.Python;

/// <summary>Another process in Baton's place: it starts a worker, begins a call and can be killed without warning.</summary>
internal sealed class TargetHost : IAsyncDisposable
{
    private const string Program = """
        import json, subprocess, sys
        bootstrap, modules, messages = sys.argv[1:]
        worker = subprocess.Popen([sys.executable, "-c", open(bootstrap).read()], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        worker.stdin.write(open(modules, "rb").read() + open(messages, "rb").read())
        worker.stdin.flush()
        worker.wait()
        """;

    private readonly Process _process;

    private TargetHost(Process process) => _process = process;

    public static TargetHost Start(string folder, string input)
    {
        string Kept(string name, ReadOnlySpan<byte> content)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllBytes(path, content);
            return path;
        }

        string init = JsonSerializer.Serialize(
            new
            {
                type = "init",
                module = "agent",
                attribute = "run",
                threads = 1,
                window = 64,
                paths = new[] { folder },
            }
        );
        string call = JsonSerializer.Serialize(
            new
            {
                type = "call",
                run = 1,
                conversation = 1,
                input,
            }
        );
        ProcessStartInfo start = new("python3", ["-c", Program])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Kept("bootstrap", System.Text.Encoding.UTF8.GetBytes(WorkerScript.Bootstrap)));
        start.ArgumentList.Add(Kept("modules", WorkerScript.Modules.Span));
        start.ArgumentList.Add(Kept("messages", System.Text.Encoding.UTF8.GetBytes($"{init}\n{call}\n")));
        return new TargetHost(Process.Start(start)!);
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
