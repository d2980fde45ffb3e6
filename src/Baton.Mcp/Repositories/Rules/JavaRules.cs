using Baton.Mcp.Repositories.Code;
using static Baton.Mcp.Repositories.FrameworkKind;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of Java and Kotlin. Packages are <c>group:artifact</c>.</summary>
internal static class JavaRules
{
    /// <summary>The rules.</summary>
    public static Ecosystem Rules { get; } =
        new(
            CodeLanguage.Java,
            [
                new(
                    "Spring AI",
                    Agent,
                    ["org.springframework.ai:*", "com.alibaba.cloud.ai:*"],
                    ["org.springframework.ai"]
                ),
                new("LangChain4j", Agent, ["dev.langchain4j:*"], ["dev.langchain4j"]),
                new("Semantic Kernel", Agent, ["com.microsoft.semantic-kernel:*"], ["com.microsoft.semantickernel"]),
                new("Google ADK", Agent, ["com.google.adk:*"], ["com.google.adk"]),
                new("Embabel", Agent, ["com.embabel.agent:*"], ["com.embabel.agent"]),
                new("Koog", Agent, ["ai.koog:*"], ["ai.koog"]),
                new(
                    "MCP",
                    Protocol,
                    ["io.modelcontextprotocol*", "org.springframework.ai:spring-ai-starter-mcp-server*"],
                    ["io.modelcontextprotocol"]
                ),
                new("A2A", Protocol, ["io.github.a2asdk:*", "org.a2aproject*"], ["io.a2a", "org.a2aproject"]),
                new("Spring Boot", Web, ["org.springframework.boot:*"], ["org.springframework.boot"]),
                new(
                    "Spring Web",
                    Web,
                    ["org.springframework.boot:spring-boot-starter-web*"],
                    ["org.springframework.web"]
                ),
                new("Quarkus", Web, ["io.quarkus:*"], ["io.quarkus"]),
                new("Micronaut", Web, ["io.micronaut:*"], ["io.micronaut"]),
                new("Ktor", Web, ["io.ktor:*"], ["io.ktor"]),
                new("Javalin", Web, ["io.javalin:*"], ["io.javalin"]),
                new("OpenAI", Model, ["com.openai:*"], ["com.openai"]),
                new("Vaadin", Interface, ["com.vaadin:*"], ["com.vaadin"]),
            ],
            [
                new("sse", "SseEmitter", "TEXT_EVENT_STREAM", "ServerSentEvent"),
                new("stream", "Flux<", "StreamingResponseBody"),
                new("a2a-server", "@PublicAgentCard", "AgentExecutor "),
                new("mcp-server", "@McpTool", "McpServer.", "MethodToolCallbackProvider", "ToolCallbackProvider"),
                new("stdin-lines", "System.in", "readLine()", "readln("),
                new("interactive", "new Scanner(System.in)"),
                new("cli", "picocli", "CommandLineRunner", "ApplicationRunner", "@ShellMethod"),
                new("redis-worker", ".brpop(", ".blpop(", ".rightPop(", ".leftPop("),
                new("sqs-worker", "@SqsListener", "receiveMessage("),
                new("websocket-server", "TextWebSocketHandler", "@ServerEndpoint", "WebSocketHandler"),
                new("shell", "ProcessBuilder(", "getRuntime().exec("),
                new("network", "RestTemplate", "WebClient", "HttpClient", "RestClient"),
                new("database", "DataSource", "JpaRepository", "PgVectorStore"),
                new("serve", "SpringApplication.run(", "runApplication<", "Javalin.create("),
            ],
            []
        );
}
