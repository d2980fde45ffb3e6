using Baton.Mcp.Repositories.Code;
using static Baton.Mcp.Repositories.FrameworkKind;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of JavaScript and TypeScript.</summary>
internal static class ScriptRules
{
    /// <summary>The rules.</summary>
    public static Ecosystem Rules { get; } =
        new(
            CodeLanguage.Script,
            [
                new(
                    "LangGraph.js",
                    Agent,
                    ["@langchain/langgraph", "@langchain/langgraph-*"],
                    ["@langchain/langgraph"]
                ),
                new(
                    "LangChain.js",
                    Agent,
                    [
                        "langchain",
                        "@langchain/core",
                        "@langchain/openai",
                        "@langchain/anthropic",
                        "@langchain/community",
                    ],
                    ["langchain", "@langchain/core", "@langchain/openai"]
                ),
                new("OpenAI Agents", Agent, ["@openai/agents", "@openai/agents-*"], ["@openai/agents"]),
                new("Vercel AI", Agent, ["ai", "@ai-sdk/*"], ["ai", "@ai-sdk/"]),
                new("Mastra", Agent, ["@mastra/core", "mastra"], ["@mastra/core"]),
                new("LlamaIndex", Agent, ["llamaindex", "@llamaindex/*"], ["llamaindex", "@llamaindex/"]),
                new("Genkit", Agent, ["genkit", "@genkit-ai/*"], ["genkit", "@genkit-ai/"]),
                new("CopilotKit", Agent, ["@copilotkit/*"], ["@copilotkit/"]),
                new(
                    "Claude Agent SDK",
                    Agent,
                    ["@anthropic-ai/claude-agent-sdk", "@anthropic-ai/claude-code"],
                    ["@anthropic-ai/claude-agent-sdk", "@anthropic-ai/claude-code"]
                ),
                new("Google ADK", Agent, ["@google/adk"], ["@google/adk"]),
                new("ElizaOS", Agent, ["@elizaos/core", "@ai16z/eliza"], ["@elizaos/core", "@ai16z/eliza"]),
                new(
                    "BeeAI",
                    Agent,
                    ["beeai-framework", "bee-agent-framework"],
                    ["beeai-framework", "bee-agent-framework"]
                ),
                new(
                    "MCP",
                    Protocol,
                    ["@modelcontextprotocol/sdk", "@modelcontextprotocol/server", "fastmcp"],
                    ["@modelcontextprotocol/sdk", "@modelcontextprotocol/server", "fastmcp"]
                ),
                new("A2A", Protocol, ["@a2a-js/sdk"], ["@a2a-js/sdk"]),
                new(
                    "ACP",
                    Protocol,
                    ["@zed-industries/agent-client-protocol", "@agentclientprotocol/sdk"],
                    ["@zed-industries/agent-client-protocol", "@agentclientprotocol/sdk"]
                ),
                new("AG-UI", Protocol, ["@ag-ui/*"], ["@ag-ui/"]),
                new("Express", Web, ["express"], ["express"]),
                new("NestJS", Web, ["@nestjs/core", "@nestjs/common"], ["@nestjs/core", "@nestjs/common"]),
                new("Next.js", Web, ["next"], ["next"]),
                new("Fastify", Web, ["fastify"], ["fastify"]),
                new("Koa", Web, ["koa"], ["koa"]),
                new("Hono", Web, ["hono"], ["hono"]),
                new("Nuxt", Web, ["nuxt"], ["nuxt"]),
                new("SvelteKit", Web, ["@sveltejs/kit"], ["@sveltejs/kit"]),
                new("Elysia", Web, ["elysia"], ["elysia"]),
                new("ws", Web, ["ws"], ["ws"]),
                new("Socket.IO", Web, ["socket.io"], ["socket.io"]),
                new("OpenAI", Model, ["openai"], ["openai"]),
                new("Anthropic", Model, ["@anthropic-ai/sdk"], ["@anthropic-ai/sdk"]),
                new(
                    "Google Gen AI",
                    Model,
                    ["@google/genai", "@google/generative-ai"],
                    ["@google/genai", "@google/generative-ai"]
                ),
                new("Ollama", Model, ["ollama"], ["ollama"]),
                new("React", Interface, ["react"], ["react"]),
                new("Vue", Interface, ["vue"], ["vue"]),
                new("Angular", Interface, ["@angular/core"], ["@angular/core"]),
                new("BullMQ", Queue, ["bullmq", "bull"], ["bullmq", "bull"]),
                new("Redis", Queue, ["redis", "ioredis"], ["redis", "ioredis"]),
                new("RabbitMQ", Queue, ["amqplib"], ["amqplib"]),
            ],
            [
                new("sse", "streamSSE(", "createDataStream("),
                new(
                    "vercel-ai",
                    "toUIMessageStreamResponse",
                    "toDataStreamResponse",
                    "createUIMessageStream",
                    "createDataStreamResponse",
                    "pipeUIMessageStreamToResponse",
                    "pipeDataStreamToResponse",
                    "JsonToSseTransformStream"
                ),
                new("text-stream", "toTextStreamResponse", "StreamingTextResponse"),
                new("ag-ui", "@ag-ui/", "RUN_STARTED"),
                new("a2a-server", "A2AExpressApp", "DefaultRequestHandler(", "jsonRpcHandler("),
                new("acp-agent", "AgentSideConnection", "ndJsonStream("),
                new("mcp-server", "new McpServer(", "StdioServerTransport", "new FastMCP("),
                new("stdin-lines", "process.stdin", "createInterface("),
                new("interactive", ".question(", "inquirer", "@clack/prompts"),
                new("cli", "commander", "yargs", "parseArgs(", "process.argv", "meow("),
                new("prompt-flag", "--prompt", "--message", "--query"),
                new("redis-worker", ".brpop(", ".blpop(", ".brPop(", ".blPop(", ".xreadgroup(", ".xReadGroup("),
                new("sqs-worker", "ReceiveMessageCommand", "receiveMessage("),
                new(
                    "websocket-server",
                    "new WebSocketServer(",
                    "new WebSocket.Server(",
                    "new ws.Server(",
                    "@WebSocketGateway",
                    "upgradeWebSocket("
                ),
                new("socket-io", "socket.io", "@nestjs/platform-socket.io"),
                new("mastra", "new Mastra("),
                new("shell", "child_process", "execSync(", "execa("),
                new("network", "fetch(", "axios."),
                new("code-execution", "new Function(", "eval(", "vm.runIn"),
                new("gpu", "node-llama-cpp", "onnxruntime"),
                new("database", "PrismaClient(", "mongoose.connect(", "new Pool(", "drizzle(", "typeorm"),
                new("deletes-files", "rmSync(", "fs.rm(", "unlinkSync("),
                new("serve", ".listen(", "serve({", "Bun.serve("),
                new("global-prefix", "setGlobalPrefix("),
            ],
            [
                new("Mastra", ["Agent"], ["@mastra/core"], new Asking.Elsewhere()),
                new(
                    "LangGraph.js",
                    ["createReactAgent", "createAgent", ".compile"],
                    ["@langchain/langgraph", "langchain"],
                    new Asking.Elsewhere()
                ),
                new("OpenAI Agents", ["Agent"], ["@openai/agents"], new Asking.Elsewhere()),
            ]
        );
}
