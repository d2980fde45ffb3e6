using System.CommandLine;
using System.Text.Json.Nodes;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents create</c>.</summary>
internal static class AgentCreation
{
    /// <summary>Keeps an agent.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, AgentOptions options, ParseResult parsed)
    {
        TeamFile team = new() { Agents = [await ReadAsync(session, options, parsed)] };
        await using ITopologyStore store = StoreAccess.Open(options.Store, parsed, session);
        if (!parsed.GetValue(options.Replace))
        {
            await KeptTeam.RefuseExistingAsync(team, store.Catalog);
        }

        await KeptTeam.SaveAsync(session, team, store.Catalog);
        return ExitCodes.Ok;
    }

    // Read as if it stood in a file, so that the same rules hold.
    private static async Task<AgentType> ReadAsync(ToolSession session, AgentOptions options, ParseResult parsed)
    {
        string name = parsed.GetValue(options.Name)!;
        JsonObject config = [];
        JsonObject agent = new() { ["role"] = parsed.GetValue(options.Role) };
        Set(agent, "description", parsed.GetValue(options.Description));
        Set(config, "model", parsed.GetValue(options.Model));
        Set(config, "system_prompt", await PromptAsync(session, options, parsed));
        if (parsed.GetValue(options.Capability) is { Length: > 0 } capabilities)
        {
            config["capabilities"] = new JsonArray([.. capabilities.Select(each => JsonValue.Create(each))]);
        }

        agent["config"] = config;
        JsonObject file = new() { ["agents"] = new JsonObject { [name] = agent } };
        try
        {
            return TeamFile.Parse(file.ToJsonString()).Agents[0];
        }
        catch (ConfigurationException wrong)
        {
            string agentKey = $"agents.{name}";
            throw new ConfigurationException([
                .. wrong
                    .Errors.Select(error => new ConfigurationError(
                        new ConfigurationPlace(OptionOf(error.Key, agentKey, options)),
                        "",
                        error.Message
                    ))
                    .Distinct(),
            ]);
        }
    }

    private static string OptionOf(string key, string agent, AgentOptions options)
    {
        string setting = key.StartsWith(agent, StringComparison.Ordinal) ? key[agent.Length..] : "";
        return setting switch
        {
            ".role" => "ROLE",
            ".description" => options.Description.Name,
            ".config.model" => options.Model.Name,
            ".config.system_prompt" => options.SystemPrompt.Name,
            _ when setting.StartsWith(".config.capabilities", StringComparison.Ordinal) => options.Capability.Name,
            _ => "NAME",
        };
    }

    private static void Set(JsonObject section, string key, string? text)
    {
        if (text is not null)
        {
            section[key] = text;
        }
    }

    private static async Task<string?> PromptAsync(ToolSession session, AgentOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.SystemPrompt) is not ['@', .. string file])
        {
            return parsed.GetValue(options.SystemPrompt);
        }

        string path = Path.GetFullPath(file, session.WorkingDirectory);
        return File.Exists(path)
            ? (await File.ReadAllTextAsync(path)).TrimEnd()
            : throw UsageErrors.Of(options.SystemPrompt.Name, $"no such file `{file}`");
    }
}
