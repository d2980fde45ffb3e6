using Baton.Mcp.Repositories.Code;
using static Baton.Mcp.Repositories.FrameworkKind;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of .NET.</summary>
internal static class DotNetRules
{
    /// <summary>The rules.</summary>
    public static Ecosystem Rules { get; } =
        new(
            CodeLanguage.DotNet,
            [
                new("Microsoft Agent Framework", Agent, ["Microsoft.Agents.AI*"], ["Microsoft.Agents.AI"]),
                new("Semantic Kernel", Agent, ["Microsoft.SemanticKernel*"], ["Microsoft.SemanticKernel"]),
                new("Microsoft.Extensions.AI", Model, ["Microsoft.Extensions.AI*"], ["Microsoft.Extensions.AI"]),
                new("LangChain", Agent, ["LangChain*"], ["LangChain"]),
                new("AutoGen", Agent, ["AutoGen*", "Microsoft.AutoGen*"], ["AutoGen", "Microsoft.AutoGen"]),
                new(
                    "Microsoft 365 Agents",
                    Agent,
                    ["Microsoft.Agents.Builder", "Microsoft.Bot.Builder*"],
                    ["Microsoft.Agents.Builder", "Microsoft.Bot.Builder"]
                ),
                new("MCP", Protocol, ["ModelContextProtocol*"], ["ModelContextProtocol"]),
                new("A2A", Protocol, ["A2A", "A2A.AspNetCore"], ["A2A"]),
                new(
                    "ASP.NET Core",
                    Web,
                    ["Microsoft.AspNetCore*", "Swashbuckle.AspNetCore*"],
                    ["Microsoft.AspNetCore"]
                ),
                new("SignalR", Web, ["Microsoft.AspNetCore.SignalR*"], ["Microsoft.AspNetCore.SignalR"]),
                new("OpenAI", Model, ["OpenAI", "Azure.AI.OpenAI"], ["OpenAI", "Azure.AI.OpenAI"]),
                new("Anthropic", Model, ["Anthropic*"], ["Anthropic"]),
                new("Blazor", Interface, ["Microsoft.AspNetCore.Components*"], ["Microsoft.AspNetCore.Components"]),
                new("Redis", Queue, ["StackExchange.Redis"], ["StackExchange.Redis"]),
            ],
            [
                new("sse", "ServerSentEvents("),
                new("stream", "IAsyncEnumerable<"),
                new("a2a-server", "MapA2A(", "MapWellKnownAgentCard(", "MapHttpA2A("),
                new("ag-ui", "MapAGUI("),
                new("mcp-server", "AddMcpServer(", "[McpServerTool"),
                new("stdin-lines", "Console.In", "Console.ReadLine(", "OpenStandardInput("),
                new("interactive", "Console.ReadLine(", "AnsiConsole.Prompt(", "AnsiConsole.Ask"),
                new("cli", "System.CommandLine", "Spectre.Console.Cli", "args["),
                new("redis-worker", "ListRightPop", "ListLeftPop", "StreamReadGroup"),
                new("sqs-worker", "ReceiveMessageAsync("),
                new("websocket-server", "AcceptWebSocketAsync(", "UseWebSockets("),
                new(
                    "agent-object",
                    "AIAgent ",
                    ".CreateAIAgent(",
                    ".AsAIAgent(",
                    "ChatClientAgent",
                    "ChatCompletionAgent",
                    "Kernel.CreateBuilder(",
                    "Kernel.Builder"
                ),
                new("shell", "Process.Start(", "new ProcessStartInfo"),
                new("network", "HttpClient"),
                new("database", "UseSqlServer(", "CosmosClient(", "UseNpgsql("),
                new("serve", "WebApplication.Create", "app.Run("),
            ],
            []
        );
}
