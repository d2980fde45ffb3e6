using Baton.Mcp.Repositories.Code;
using static Baton.Mcp.Repositories.FrameworkKind;

namespace Baton.Mcp.Repositories.Rules;

/// <summary>What is known of Python.</summary>
internal static class PythonRules
{
    private const string Messages = """{"input":{"messages":"$.messages"}}""";

    private const string OpenAIAgents = """
        from agents import Runner

        from @@module@@ import @@object@@ as agent


        async def run(messages):
            result = await Runner.run(agent, messages)
            return str(result.final_output)

        """;

    private const string GoogleAdk = """
        from google.adk.runners import InMemoryRunner
        from google.genai import types

        from @@module@@ import @@object@@ as agent

        runner = InMemoryRunner(agent=agent, app_name="baton")


        async def run(input, context):
            sessions = runner.session_service
            key = {"app_name": "baton", "user_id": "baton", "session_id": context["run_id"]}
            if await sessions.get_session(**key) is None:
                await sessions.create_session(**key)
            message = types.Content(role="user", parts=[types.Part(text=input)])
            events = runner.run_async(user_id="baton", session_id=context["run_id"], new_message=message)
            async for event in events:
                if event.is_final_response() and event.content:
                    for part in event.content.parts or []:
                        if part.text:
                            yield part.text

        """;

    private const string SwarmClient = """
        from swarm import Swarm

        from @@module@@ import @@object@@ as agent

        client = Swarm()


        def run(messages):
            return client.run(agent=agent, messages=messages).messages[-1]["content"]

        """;

    /// <summary>The rules.</summary>
    public static Ecosystem Rules { get; } =
        new(
            CodeLanguage.Python,
            [
                new("LangGraph", Agent, ["langgraph", "langgraph-*"], ["langgraph"]),
                new(
                    "LangChain",
                    Agent,
                    ["langchain", "langchain-core", "langchain-community", "langchain-openai", "langchain-anthropic"],
                    ["langchain", "langchain_core", "langchain_openai", "langchain_community"]
                ),
                new("OpenAI Agents", Agent, ["openai-agents"], ["agents"]),
                new("Microsoft Agent Framework", Agent, ["agent-framework*"], ["agent_framework"]),
                new("Semantic Kernel", Agent, ["semantic-kernel"], ["semantic_kernel"]),
                new("CrewAI", Agent, ["crewai", "crewai-*"], ["crewai"]),
                new("Pydantic AI", Agent, ["pydantic-ai", "pydantic-ai-slim", "pydantic-ai-*"], ["pydantic_ai"]),
                new("LlamaIndex", Agent, ["llama-index", "llama-index-*"], ["llama_index"]),
                new(
                    "AutoGen",
                    Agent,
                    ["autogen-*", "pyautogen", "ag2", "autogen"],
                    ["autogen", "autogen_agentchat", "autogen_core"]
                ),
                new("Google ADK", Agent, ["google-adk"], ["google.adk"]),
                new("smolagents", Agent, ["smolagents"], ["smolagents"]),
                new("Agno", Agent, ["agno", "phidata"], ["agno", "phi"]),
                new("DSPy", Agent, ["dspy", "dspy-ai"], ["dspy"]),
                new("Haystack", Agent, ["haystack-ai", "farm-haystack"], ["haystack"]),
                new("Strands Agents", Agent, ["strands-agents"], ["strands"]),
                new(
                    "Claude Agent SDK",
                    Agent,
                    ["claude-agent-sdk", "claude-code-sdk"],
                    ["claude_agent_sdk", "claude_code_sdk"]
                ),
                new("BeeAI", Agent, ["beeai-framework"], ["beeai_framework"]),
                new("Swarm", Agent, ["swarm"], ["swarm"]),
                new("Letta", Agent, ["letta", "letta-client"], ["letta", "letta_client"]),
                new("MCP", Protocol, ["mcp", "fastmcp"], ["mcp", "fastmcp"]),
                new("A2A", Protocol, ["a2a-sdk", "a2a-python"], ["a2a", "python_a2a"]),
                new("ACP", Protocol, ["agent-client-protocol"], ["acp"]),
                new("AG-UI", Protocol, ["ag-ui-protocol"], ["ag_ui"]),
                new("FastAPI", Web, ["fastapi"], ["fastapi"]),
                new("Flask", Web, ["flask", "flask-*"], ["flask"]),
                new(
                    "Django",
                    Web,
                    ["django", "djangorestframework", "channels"],
                    ["django", "rest_framework", "channels"]
                ),
                new("Starlette", Web, ["starlette"], ["starlette"]),
                new("aiohttp", Web, ["aiohttp"], ["aiohttp.web"]),
                new("Sanic", Web, ["sanic"], ["sanic"]),
                new("Quart", Web, ["quart"], ["quart"]),
                new("Tornado", Web, ["tornado"], ["tornado.web"]),
                new("Litestar", Web, ["litestar"], ["litestar"]),
                new("LangServe", Web, ["langserve"], ["langserve"]),
                new("OpenAI", Model, ["openai"], ["openai"]),
                new("Anthropic", Model, ["anthropic"], ["anthropic"]),
                new(
                    "Google Gen AI",
                    Model,
                    ["google-genai", "google-generativeai"],
                    ["google.genai", "google.generativeai"]
                ),
                new("LiteLLM", Model, ["litellm"], ["litellm"]),
                new("Ollama", Model, ["ollama"], ["ollama"]),
                new("Transformers", Model, ["transformers"], ["transformers"]),
                new("PyTorch", Model, ["torch"], ["torch"]),
                new("vLLM", Model, ["vllm"], ["vllm"]),
                new("Streamlit", Interface, ["streamlit"], ["streamlit"]),
                new("Gradio", Interface, ["gradio"], ["gradio"]),
                new("Chainlit", Interface, ["chainlit"], ["chainlit"]),
                new("Celery", Queue, ["celery"], ["celery"]),
                new("RQ", Queue, ["rq"], ["rq"]),
                new("Redis", Queue, ["redis"], ["redis"]),
            ],
            [
                new("sse", "EventSourceResponse", "ServerSentEvent"),
                new("stream", "StreamingResponse(", "StreamingHttpResponse(", "stream_with_context("),
                new(
                    "a2a-server",
                    "A2AStarletteApplication",
                    "A2AFastAPIApplication",
                    "A2ARESTFastAPIApplication",
                    "to_a2a(",
                    "A2AServer(",
                    "add_a2a_routes",
                    "create_jsonrpc_routes"
                ),
                new("acp-agent", "AgentSideConnection", "run_agent(", "stdio_streams("),
                new("mcp-server", "FastMCP(", "stdio_server(", "MCPServer("),
                new("stdin-lines", "in sys.stdin", "sys.stdin.readline", "sys.stdin.buffer", "stdin.readline"),
                new("interactive", "input("),
                new("cli", "ArgumentParser(", "click.command", "typer.", "fire.Fire(", "configargparse"),
                new(
                    "prompt-flag",
                    "\"--message\"",
                    "\"--prompt\"",
                    "\"--query\"",
                    "\"--task\"",
                    "\"--input\"",
                    "\"--question\"",
                    "'--prompt'",
                    "'--message'",
                    "'--task'"
                ),
                new("redis-worker", "brpop(", "blpop(", "xreadgroup(", "brpoplpush(", "blmove("),
                new("sqs-worker", "receive_message("),
                new("ag-ui", "EventEncoder(", "AGUIAdapter", "add_langgraph_fastapi_endpoint"),
                new("websocket-server", "websockets.serve(", "serve(handler", "WebsocketConsumer"),
                new("socket-io", "socketio.AsyncServer", "socketio.Server", "SocketIO("),
                new("shell", "subprocess.", "os.system(", "os.popen(", "pexpect"),
                new("network", "requests.get(", "requests.post(", "httpx.", "aiohttp.ClientSession", "urlopen("),
                new("code-execution", "exec(", "eval("),
                new("gpu", "torch.cuda", ".cuda()", "device=\"cuda", "device_map=", "bitsandbytes", "load_in_4bit"),
                new("database", "create_engine(", "psycopg", "MongoClient(", "asyncpg", "chromadb", "pinecone"),
                new("deletes-files", "shutil.rmtree(", "os.remove(", ".unlink("),
                new("serve", "uvicorn.run(", "app.run(", "web.run_app(", "hypercorn"),
                new("websocket-text", ".receive_text(", ".iter_text("),
                new("done", "\"done\"", "'done'", ".done", "done=", "is_done", "finished"),
                new("gym-environment", "gymnasium", "gym.Env"),
            ],
            [
                new(
                    "LangGraph",
                    ["create_react_agent", "create_agent", "create_deep_agent", "create_supervisor", ".compile"],
                    ["langgraph", "langchain.agents", "deepagents", "langgraph_supervisor"],
                    new Asking.Method("ainvoke", Messages)
                ),
                new(
                    "LangChain",
                    ["AgentExecutor", "initialize_agent", "AgentExecutor.from_agent_and_tools"],
                    ["langchain"],
                    new Asking.Method("ainvoke", """{"input":{"input":"$.input"}}""")
                ),
                new("Pydantic AI", ["Agent"], ["pydantic_ai"], new Asking.Method("run")),
                new("OpenAI Agents", ["Agent"], ["agents"], new Asking.Adapter(OpenAIAgents)),
                new(
                    "Google ADK",
                    ["Agent", "LlmAgent", "SequentialAgent", "ParallelAgent", "LoopAgent"],
                    ["google.adk"],
                    new Asking.Adapter(GoogleAdk)
                ),
                new(
                    "Microsoft Agent Framework",
                    ["ChatAgent", "Agent", ".as_agent", ".create_agent"],
                    ["agent_framework"],
                    new Asking.Method("run")
                ),
                new(
                    "Semantic Kernel",
                    ["ChatCompletionAgent", "AzureAssistantAgent"],
                    ["semantic_kernel"],
                    new Asking.Method("get_response", """{"messages":"$.input"}""")
                ),
                new(
                    "AutoGen",
                    ["AssistantAgent", "RoundRobinGroupChat", "SelectorGroupChat", "Swarm", "MagenticOneGroupChat"],
                    ["autogen_agentchat"],
                    new Asking.Method("run", """{"task":"$.input"}""", "messages[-1].content")
                ),
                new(
                    "LlamaIndex",
                    ["FunctionAgent", "ReActAgent", "AgentWorkflow"],
                    ["llama_index"],
                    new Asking.Method("run", """{"user_msg":"$.input"}""")
                ),
                new("LlamaIndex", [".as_chat_engine", ".as_query_engine"], ["llama_index"], new Asking.Method("query")),
                new(
                    "smolagents",
                    ["CodeAgent", "ToolCallingAgent"],
                    ["smolagents"],
                    new Asking.Method("run", """{"task":"$.input"}""")
                ),
                new("Agno", ["Agent", "Team"], ["agno", "phi"], new Asking.Method("run")),
                new(
                    "Strands Agents",
                    ["Agent"],
                    ["strands"],
                    new Asking.Method("invoke_async", """{"prompt":"$.input"}""")
                ),
                new("Swarm", ["Agent"], ["swarm"], new Asking.Adapter(SwarmClient)),
            ]
        );
}
