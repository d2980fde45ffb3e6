using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Baton.TestSupport;

/// <summary>The third-party model server <c>@copilotkit/aimock</c>, as a process on loopback; nobody's code of ours.</summary>
/// <remarks>
/// It plays fixtures as OpenAI and as Anthropic. Its packages are installed from <c>tests/npm</c> when they are
/// missing. A machine without Node.js fails the tests that use it.
/// </remarks>
public sealed class AimockServer : IAsyncDisposable
{
    private const string Announcement = "server listening on ";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private readonly Task<string> _errors;
    private HttpClient? _control;

    private AimockServer(Process process)
    {
        _process = process;
        _output = ReadOutputAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The server's address, for example <c>http://127.0.0.1:4010/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a server on a free port and waits until it answers.</summary>
    /// <param name="apiKey">The key it demands. Default: any or none will do.</param>
    public static async Task<AimockServer> StartAsync(string? apiKey = null)
    {
        string packages = await NodePackages.InstallAsync();
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = packages,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string fixtures = Directory.CreateTempSubdirectory("baton-aimock-").FullName;
        string script = Path.Combine(packages, "node_modules", "@copilotkit", "aimock", "dist", "cli.js");
        foreach (string argument in (string[])[script, "--port", "0", "--host", "127.0.0.1", "--fixtures", fixtures])
        {
            start.ArgumentList.Add(argument);
        }

        if (apiKey is not null)
        {
            start.Environment["AIMOCK_API_KEYS"] = apiKey;
        }

        AimockServer server = new(Process.Start(start)!);
        try
        {
            server.Address = await server._address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        finally
        {
            Directory.Delete(fixtures);
        }

        server._control = new HttpClient { BaseAddress = server.Address };
        if (apiKey is not null)
        {
            server._control.DefaultRequestHeaders.Add("Authorization", $"Bearer {apiKey}");
        }

        return server;
    }

    /// <summary>Adds answers; the first that matches a request is played.</summary>
    /// <param name="fixtures">Objects of <c>match</c> and <c>response</c>, as the server documents them.</param>
    public Task AddAsync(params JsonObject[] fixtures) =>
        PostAsync("fixtures", new JsonObject { ["fixtures"] = new JsonArray([.. fixtures]) });

    /// <summary>Adds an answer to every request whose last user message contains a text.</summary>
    public Task AnswerAsync(string userMessage, JsonObject response) =>
        AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject { ["userMessage"] = userMessage },
                ["response"] = response,
            }
        );

    /// <summary>Adds answers to be played one after the other, whatever is asked.</summary>
    public Task AnswerInTurnAsync(params JsonObject[] responses) =>
        AddAsync([
            .. responses.Select(
                static (response, index) =>
                    new JsonObject
                    {
                        ["match"] = new JsonObject { ["endpoint"] = "chat", ["sequenceIndex"] = index },
                        ["response"] = response,
                    }
            ),
        ]);

    /// <summary>Fails the next request.</summary>
    public Task FailNextAsync(int status, string message) =>
        PostAsync(
            "error",
            new JsonObject
            {
                ["status"] = status,
                ["body"] = new JsonObject { ["message"] = message },
            }
        );

    /// <summary>Makes requests fail in ways of the wire, until the next <see cref="ResetAsync"/>.</summary>
    /// <param name="faults">For example <c>{"malformedRate": 1}</c>.</param>
    public Task DisturbAsync(JsonObject faults) => PostAsync("chaos", faults);

    /// <summary>Forgets answers, faults and requests.</summary>
    public async Task ResetAsync()
    {
        await PostAsync("reset", []);
        using HttpResponseMessage response = await _control!.DeleteAsync("__aimock/chaos");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The requests since the last reset, oldest first: <c>path, headers, body, response.status</c>.</summary>
    public async Task<IReadOnlyList<JsonObject>> RequestsAsync()
    {
        JsonArray journal = (await _control!.GetFromJsonAsync<JsonArray>("__aimock/journal"))!;
        return [.. journal.Select(static entry => entry!.AsObject())];
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        _control?.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _output;
        await _errors;
        _process.Dispose();
    }

    private async Task PostAsync(string resource, JsonObject body)
    {
        using HttpResponseMessage response = await _control!.PostAsJsonAsync($"__aimock/{resource}", body);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }

    // Reads to the end, so that the server never waits for its own words to be read.
    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            int at = line.IndexOf(Announcement, StringComparison.Ordinal);
            if (at >= 0)
            {
                _address.TrySetResult(new Uri(line[(at + Announcement.Length)..].Trim()));
            }
        }

        _address.TrySetException(new InvalidOperationException("The model server ended before it listened."));
    }
}
