using Baton.Mcp.Repositories.Code;
using static Baton.Mcp.Repositories.FrameworkKind;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of Go.</summary>
internal static class GoRules
{
    /// <summary>The rules.</summary>
    public static Ecosystem Rules { get; } =
        new(
            CodeLanguage.Go,
            [
                Of("LangChainGo", Agent, "github.com/tmc/langchaingo"),
                Of("Eino", Agent, "github.com/cloudwego/eino"),
                Of("Genkit", Agent, "github.com/firebase/genkit/go"),
                Of("Google ADK", Agent, "google.golang.org/adk"),
                Of("Microsoft Agent Framework", Agent, "github.com/microsoft/agent-framework-go"),
                Of("OpenAI Agents", Agent, "github.com/nlpodyssey/openai-agents-go"),
                Of("MCP", Protocol, "github.com/mark3labs/mcp-go", "github.com/modelcontextprotocol/go-sdk"),
                Of("A2A", Protocol, "github.com/a2aproject/a2a-go"),
                Of("ACP", Protocol, "github.com/coder/acp-go-sdk"),
                Of("Gin", Web, "github.com/gin-gonic/gin"),
                Of("Echo", Web, "github.com/labstack/echo"),
                Of("Fiber", Web, "github.com/gofiber/fiber"),
                Of("Chi", Web, "github.com/go-chi/chi"),
                Of("Gorilla", Web, "github.com/gorilla/mux", "github.com/gorilla/websocket"),
                Of("OpenAI", Model, "github.com/sashabaranov/go-openai", "github.com/openai/openai-go"),
                Of("Anthropic", Model, "github.com/anthropics/anthropic-sdk-go"),
                Of("Google Gen AI", Model, "google.golang.org/genai", "github.com/google/generative-ai-go"),
                Of("Ollama", Model, "github.com/ollama/ollama"),
                Of("Bubble Tea", Interface, "github.com/charmbracelet/bubbletea"),
                Of("Redis", Queue, "github.com/redis/go-redis", "github.com/go-redis/redis"),
                Of("Asynq", Queue, "github.com/hibiken/asynq"),
            ],
            [
                new("sse", "SSEvent("),
                new("a2a-server", "a2asrv."),
                new("acp-agent", "NewAgentSideConnection("),
                new("mcp-server", "NewMCPServer(", "mcp.NewServer(", "ServeStdio("),
                new("stdin-lines", "os.Stdin"),
                new("interactive", "huh.NewForm(", "promptui"),
                new("cli", "cobra.Command", "flag.Parse(", "flag.String(", "urfave/cli", "kong.Parse("),
                new("prompt-flag", "\"prompt\"", "\"message\"", "\"query\""),
                new("redis-worker", ".BRPop(", ".BLPop(", ".XReadGroup("),
                new("sqs-worker", ".ReceiveMessage("),
                new(
                    "websocket-server",
                    "upgrader.Upgrade(",
                    "websocket.Accept(",
                    "websocket.Upgrader{",
                    "websocket.New("
                ),
                new("shell", "exec.Command(", "exec.CommandContext("),
                new("network", "http.Get(", "http.Post(", "http.Client{", "http.NewRequest"),
                new("gpu", "cuda", "CUDA"),
                new("database", "sql.Open(", "pgx.", "gorm.Open("),
                new("deletes-files", "os.RemoveAll(", "os.Remove("),
                new("serve", "ListenAndServe(", ".Run(\":", ".Listen(\":", ".Start(\":"),
            ],
            []
        );

    private static FrameworkRule Of(string name, FrameworkKind kind, params string[] modules) =>
        new(name, kind, [.. modules.Select(module => module + "*")], modules);
}
