using System.Net.Http.Headers;

namespace Baton.Agents.Mcp;

/// <summary>Finds everything that is wrong with options before anything is started.</summary>
internal static class OptionsCheck
{
    public static void ThrowIfWrong(McpServerOptions options)
    {
        List<string> wrong = [];
        switch (options.Connection)
        {
            case McpProcess process:
                Check(process, wrong);
                break;
            case McpEndpoint endpoint:
                Check(endpoint, wrong);
                break;
        }

        if (!options.ToolPrefix.All(ToolNames.IsLetter))
        {
            wrong.Add($"ToolPrefix is `{options.ToolPrefix}`; letters, digits, `_` and `-` may stand in it");
        }

        RequireTime(options.ConnectTimeout, nameof(options.ConnectTimeout), wrong);
        RequireTime(options.CallTimeout, nameof(options.CallTimeout), wrong);
        if (wrong.Count > 0)
        {
            throw new McpServerException($"MCP server {options.ShownName}: {string.Join("; ", wrong)}");
        }
    }

    private static void Check(McpProcess process, List<string> wrong)
    {
        if (string.IsNullOrWhiteSpace(process.Command))
        {
            wrong.Add("the command is empty");
        }

        if (process.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            wrong.Add($"the working directory `{folder}` is not there");
        }

        RequireTime(process.ShutdownTimeout, nameof(process.ShutdownTimeout), wrong);
    }

    private static void Check(McpEndpoint endpoint, List<string> wrong)
    {
        if (!endpoint.Url.IsAbsoluteUri || endpoint.Url.Scheme is not ("http" or "https"))
        {
            wrong.Add("the address has to begin with http:// or https://");
        }

        using HttpRequestMessage request = new();
        foreach ((string name, string value) in endpoint.Headers)
        {
            if (!IsHeader(request.Headers, name, value))
            {
                wrong.Add($"the header `{name}` cannot be sent with its value");
            }
        }
    }

    private static bool IsHeader(HttpRequestHeaders headers, string name, string value) =>
        value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0 && headers.TryAddWithoutValidation(name, value);

    private static void RequireTime(TimeSpan time, string name, List<string> wrong)
    {
        // The longest time a timer can take.
        if (time <= TimeSpan.Zero || time.TotalMilliseconds > uint.MaxValue - 1)
        {
            wrong.Add($"{name} is {time}; it has to be above zero and at most 49 days");
        }
    }
}
