using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Baton.Benchmarks.SideBySide;

/// <summary>The least a client of the Agent Client Protocol could do: a session and a prompt for each run, on one process.</summary>
internal static class AcpFloor
{
    /// <summary>The seconds that so many runs take, so many of them in flight.</summary>
    public static async Task<double> MeasureAsync(string script, int runs, int concurrency)
    {
        using Process agent = Process.Start(
            new ProcessStartInfo("node", [script])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Stream input = agent.StandardInput.BaseStream;
        await SendAsync(input, 0, "initialize", "\"protocolVersion\":1,\"clientCapabilities\":{}");
        await agent.StandardOutput.ReadLineAsync();
        long started = Stopwatch.GetTimestamp();
        int begun = 0;
        int answered = 0;
        for (; begun < Math.Min(concurrency, runs); begun++)
        {
            await OpenAsync(begun);
        }

        while (answered < runs && await agent.StandardOutput.ReadLineAsync() is { } line)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            if (!message.RootElement.TryGetProperty("result", out JsonElement result))
            {
                continue;
            }

            if (result.TryGetProperty("sessionId", out JsonElement session))
            {
                await SendAsync(
                    input,
                    message.RootElement.GetProperty("id").GetInt64() + 1,
                    "session/prompt",
                    $"\"sessionId\":\"{session.GetString()}\",\"prompt\":[{{\"type\":\"text\",\"text\":\"how are you?\"}}]"
                );
            }
            else
            {
                answered++;
                if (begun < runs)
                {
                    await OpenAsync(begun++);
                }
            }
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        agent.StandardInput.Close();
        await agent.WaitForExitAsync();
        return answered == runs ? seconds : throw new InvalidDataException($"{answered} of {runs} answers");

        async Task OpenAsync(int run) =>
            await SendAsync(input, (run * 2) + 1, "session/new", "\"cwd\":\"/\",\"mcpServers\":[]");
    }

    private static async Task SendAsync(Stream input, long id, string method, string parameters)
    {
        await input.WriteAsync(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\",\"params\":{{{parameters}}}}}\n"
                )
            )
        );
        await input.FlushAsync();
    }
}
