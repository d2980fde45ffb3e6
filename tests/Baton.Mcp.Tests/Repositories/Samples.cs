namespace Baton.Mcp.Tests.Repositories;

/// <summary>Small invented repositories, at least one for each pattern.</summary>
internal static class Samples
{
    private const string Answer = "    return \"You said \" + message\n";

    /// <summary>Files of a sample, path and content in turns.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["python"] =
            [
                "requirements.txt",
                "openai==1.40.0\n",
                "support/__init__.py",
                "",
                "support/agent.py",
                "try:\n    import openai\nexcept ImportError:\n    openai = None\n\n\nasync def answer(message: str, history: list | None = None) -> str:\n"
                    + Answer,
                "tests/test_agent.py",
                "from support.agent import answer\n\n\ndef test_answer(message):\n    assert answer(message)\n",
            ],
            ["python-class"] =
            [
                "shop/bot.py",
                "class ShopBot:\n    def __init__(self):\n        self.said = []\n\n    def respond(self, message):\n        self.said.append(message)\n        return f\"{len(self.said)}: {message}\"\n",
            ],
            ["python-generator"] =
            [
                "chat_agent.py",
                "def stream_answer(question):\n    for word in question.split():\n        yield word + \" \"\n",
            ],
            ["step-loop"] =
            [
                "planner_agent.py",
                "class PlannerAgent:\n    def __init__(self):\n        self.left = 3\n\n    def step(self, observation):\n        self.left -= 1\n        return {\"done\": self.left == 0, \"answer\": f\"planned {observation if isinstance(observation, str) else ''}\"}\n",
            ],
            ["langgraph"] =
            [
                "pyproject.toml",
                "[project]\nname = \"graph\"\ndependencies = [\n  \"langgraph>=0.6\",\n  \"langchain-openai\",\n]\n",
                "langgraph.json",
                "{\"graphs\": {\"support\": \"./src/support/graph.py:graph\"}}",
                "src/support/__init__.py",
                "",
                "src/support/graph.py",
                "from langgraph.graph import StateGraph\n\nbuilder = StateGraph(dict)\ngraph = builder.compile(name=\"support\")\n",
                "uv.lock",
                "version = 1\n",
            ],
            ["pydantic-ai"] =
            [
                "requirements.txt",
                "pydantic-ai==1.0.0\n",
                "app/agents.py",
                "from pydantic_ai import Agent\n\nsupport_agent = Agent(\"openai:gpt-4o\", tools=[])\n",
            ],
            ["openai-agents"] =
            [
                "requirements.txt",
                "openai-agents\n",
                "desk/main.py",
                "from agents import Agent, Runner\n\nbilling = Agent(name=\"Billing\")\ntriage_agent = Agent(name=\"Triage\", handoffs=[billing])\n",
            ],
            ["google-adk"] =
            [
                "pyproject.toml",
                "[project]\nname = \"auditor\"\ndependencies = [\"google-adk>=1.0\"]\n",
                "auditor/__init__.py",
                "from . import agent\n",
                "auditor/agent.py",
                "from google.adk.agents import SequentialAgent\n\nroot_agent = SequentialAgent(name=\"auditor\", sub_agents=[])\n",
            ],
            ["crewai"] =
            [
                "pyproject.toml",
                "[project]\nname = \"trips\"\ndependencies = [\"crewai[tools]>=0.100\"]\n[project.scripts]\ntrips = \"trips.main:run\"\n",
                "src/trips/__init__.py",
                "",
                "src/trips/crew.py",
                "from crewai import Crew\nfrom crewai.project import CrewBase\n\n\n@CrewBase\nclass TripCrew:\n    def crew(self):\n        return Crew()\n",
                "src/trips/main.py",
                "from trips.crew import TripCrew\n\n\ndef run():\n    inputs = {\n        'city': 'Rome',\n        'days': '3',\n    }\n    TripCrew().crew().kickoff(inputs=inputs)\n",
            ],
            ["http-fastapi"] =
            [
                "pyproject.toml",
                "[project]\nname = \"api\"\ndependencies = [\"fastapi==0.115.0\", \"langgraph\"]\n",
                "app/__init__.py",
                "",
                "app/main.py",
                "import uvicorn\nfrom fastapi import FastAPI\n\nfrom app.routers import chat\n\napp = FastAPI()\napp.include_router(chat.router, prefix=\"/api\")\n\n\n@app.get(\"/health\")\ndef health():\n    return {}\n\n\nif __name__ == \"__main__\":\n    uvicorn.run(app, port=8123)\n",
                "app/routers/__init__.py",
                "",
                "app/routers/chat.py",
                "from fastapi import APIRouter\nfrom fastapi.responses import StreamingResponse\nfrom pydantic import BaseModel\n\nrouter = APIRouter(prefix=\"/v1\")\n\n\nclass ChatRequest(BaseModel):\n    message: str\n    session_id: str\n    language: str\n    temperature: float = 0.2\n\n\n@router.post(\"/chat\")\nasync def chat(request: ChatRequest):\n    return StreamingResponse(iter([]), media_type=\"text/event-stream\")\n",
            ],
            ["http-flask"] =
            [
                "requirements.txt",
                "flask\nopenai\n",
                "app.py",
                "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.route(\"/ask\", methods=[\"POST\"])\ndef ask():\n    question = request.json[\"question\"]\n    return {\"answer\": question}\n",
            ],
            ["http-django"] =
            [
                "requirements.txt",
                "Django==5.0\nanthropic\n",
                "manage.py",
                "import os\n\nif __name__ == \"__main__\":\n    pass\n",
                "site1/urls.py",
                "from django.urls import include, path\n\nurlpatterns = [path(\"admin/\", None), path(\"api/\", include(\"assistant.urls\"))]\n",
                "assistant/urls.py",
                "from django.urls import path\n\nfrom . import views\n\nurlpatterns = [path(\"chat/\", views.chat)]\n",
            ],
            ["http-express"] =
            [
                "package.json",
                "{\"name\":\"bot\",\"scripts\":{\"start\":\"node server.js\"},\"dependencies\":{\"express\":\"^4.19.0\",\"openai\":\"^4\"}}",
                "server.js",
                "const express = require('express')\nconst chatRoutes = require('./routes/chat')\nconst app = express()\napp.use('/api', chatRoutes)\napp.listen(process.env.PORT || 4000)\n",
                "routes/chat.js",
                "const router = require('express').Router()\nrouter.post('/chat', async (req, res) => {\n  const { message, history } = req.body\n  res.json({ reply: message })\n})\nmodule.exports = router\n",
            ],
            ["http-nest"] =
            [
                "package.json",
                "{\"name\":\"api\",\"scripts\":{\"start:dev\":\"nest start --watch\"},\"dependencies\":{\"@nestjs/core\":\"10.0.0\",\"@nestjs/common\":\"10.0.0\",\"@langchain/core\":\"0.3\"}}",
                "pnpm-lock.yaml",
                "lockfileVersion: 9\n",
                "src/main.ts",
                "import { NestFactory } from '@nestjs/core';\nasync function bootstrap() {\n  const app = await NestFactory.create({});\n  app.setGlobalPrefix('api');\n  await app.listen(3333);\n}\nbootstrap();\n",
                "src/ask.dto.ts",
                "export class AskDto {\n  question: string;\n  threadId: string;\n  topK?: number;\n}\n",
                "src/ask.controller.ts",
                "import { Body, Controller, Post } from '@nestjs/common';\nimport { AskDto } from './ask.dto';\n\n@Controller('assistant')\nexport class AskController {\n  @Post('ask')\n  ask(@Body() body: AskDto) {\n    return body.question;\n  }\n}\n",
            ],
            ["http-next"] =
            [
                "package.json",
                "{\"name\":\"web\",\"scripts\":{\"dev\":\"next dev\"},\"dependencies\":{\"next\":\"15.0.0\",\"ai\":\"5.0.0\",\"react\":\"19\"}}",
                "app/(chat)/api/chat/route.ts",
                "import { streamText } from 'ai';\n\nexport async function POST(req: Request) {\n  const { messages } = await req.json();\n  const result = streamText({ messages });\n  return result.toUIMessageStreamResponse();\n}\n",
            ],
            ["http-spring"] =
            [
                "pom.xml",
                "<project><artifactId>desk</artifactId><properties><ai>1.0.0</ai></properties><dependencies><dependency><groupId>org.springframework.ai</groupId><artifactId>spring-ai-starter-model-openai</artifactId><version>${ai}</version></dependency><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
                "src/main/resources/application.properties",
                "server.port=9090\n",
                "src/main/java/com/example/desk/ChatController.java",
                "package com.example.desk;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\n@RequestMapping(\"/api\")\npublic class ChatController {\n    public record ChatRequest(String message, String conversationId) {}\n\n    @PostMapping(\"/chat\")\n    public String chat(@RequestBody ChatRequest request) {\n        return request.message();\n    }\n}\n",
            ],
            ["http-aspnet"] =
            [
                "src/Desk/Desk.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include=\"Microsoft.SemanticKernel\" /></ItemGroup></Project>",
                "Directory.Packages.props",
                "<Project><ItemGroup><PackageVersion Include=\"Microsoft.SemanticKernel\" Version=\"1.30.0\" /></ItemGroup></Project>",
                "src/Desk/Properties/launchSettings.json",
                "{\"profiles\":{\"http\":{\"applicationUrl\":\"http://localhost:5199\"}}}",
                "src/Desk/Program.cs",
                "var app = WebApplication.CreateBuilder(args).Build();\napp.MapPost(\"/chat\", async (ChatRequest request, CancellationToken cancellationToken) => request.Message);\napp.Run();\n\npublic sealed record ChatRequest(string Message, string SessionId);\n",
            ],
            ["http-gin"] =
            [
                "go.mod",
                "module example.org/desk\n\ngo 1.24\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgithub.com/tmc/langchaingo v0.1.13\n)\n",
                "cmd/desk/main.go",
                "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tv1 := r.Group(\"/v1\")\n\tv1.POST(\"/chat\", handleChat)\n\tr.Run(\":8090\")\n}\n\ntype chatRequest struct {\n\tMessage string `json:\"message\"`\n\tSession string `json:\"session_id,omitempty\"`\n}\n\nfunc handleChat(c *gin.Context) {}\n",
            ],
            ["langgraph-js"] =
            [
                "package.json",
                "{\"name\":\"graph\",\"dependencies\":{\"@langchain/langgraph\":\"1.0.0\"}}",
                "langgraph.json",
                "{\"graphs\": {\"agent\": \"./src/graph.ts:graph\"}}",
                "src/graph.ts",
                "import { StateGraph } from '@langchain/langgraph';\nexport const graph = new StateGraph({}).compile();\n",
            ],
            ["mastra"] =
            [
                "package.json",
                "{\"name\":\"weather\",\"dependencies\":{\"@mastra/core\":\"0.20.0\"}}",
                "src/mastra/agents/weather.ts",
                "import { Agent } from '@mastra/core/agent';\n\nexport const weatherAgent = new Agent({ name: 'Weather' });\n",
                "src/mastra/index.ts",
                "import { Mastra } from '@mastra/core';\nimport { weatherAgent } from './agents/weather';\n\nexport const mastra = new Mastra({ agents: { weatherAgent } });\n",
            ],
            ["websocket"] =
            [
                "requirements.txt",
                "fastapi\nuvicorn\n",
                "eliza/__init__.py",
                "",
                "eliza/main.py",
                "from fastapi import FastAPI, WebSocket\n\napp = FastAPI()\n\n\n@app.websocket(\"/ws/{client_id}\")\nasync def talk(websocket: WebSocket):\n    await websocket.accept()\n    while True:\n        await websocket.send_text(await websocket.receive_text())\n",
            ],
            ["websocket-node"] =
            [
                "package.json",
                "{\"name\":\"talk\",\"scripts\":{\"start\":\"node server.mjs\"},\"dependencies\":{\"ws\":\"8.18.0\",\"openai\":\"4\"}}",
                "server.mjs",
                "import { WebSocketServer } from 'ws';\nimport OpenAI from 'openai';\n\nconst server = new WebSocketServer({ port: 4567 });\nserver.on('connection', (socket) => socket.on('message', (text) => socket.send(text)));\n",
            ],
            ["openai-compatible"] =
            [
                "requirements.txt",
                "fastapi\n",
                "gateway.py",
                "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post(\"/v1/chat/completions\")\nasync def complete(body: dict):\n    return {}\n",
            ],
            ["a2a"] =
            [
                "pyproject.toml",
                "[project]\nname = \"currency\"\ndependencies = [\"a2a-sdk>=0.3\", \"langgraph\"]\n",
                "app/__init__.py",
                "",
                "app/__main__.py",
                "import uvicorn\nfrom a2a.server.apps import A2AStarletteApplication\n\n\ndef main(host=\"localhost\", port=10000):\n    server = A2AStarletteApplication(agent_card=None, http_handler=None)\n    uvicorn.run(server.build(), host=host, port=port)\n\n\nif __name__ == \"__main__\":\n    main()\n",
            ],
            ["acp"] =
            [
                "package.json",
                "{\"name\":\"coder\",\"bin\":{\"coder-acp\":\"dist/index.js\"},\"dependencies\":{\"@agentclientprotocol/sdk\":\"0.5.0\"}}",
                "src/index.ts",
                "import { AgentSideConnection, ndJsonStream } from '@agentclientprotocol/sdk';\n\nclass Coder {}\nnew AgentSideConnection((client) => new Coder(), ndJsonStream(process.stdout, process.stdin));\n",
            ],
            ["process"] =
            [
                "agent.mjs",
                "import { createInterface } from \"node:readline\";\n\nfor await (const line of createInterface({ input: process.stdin })) {\n  const { id, input } = JSON.parse(line);\n  console.log(JSON.stringify({ type: \"final\", id, output: `You said ${input}` }));\n}\n",
            ],
            ["command-line"] =
            [
                "pyproject.toml",
                "[project]\nname = \"helper\"\ndependencies = [\"litellm\"]\n[project.scripts]\nhelper = \"helper.main:main\"\n",
                "helper/__init__.py",
                "",
                "helper/main.py",
                "import argparse\nimport subprocess\n\nimport litellm\n\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument(\"--message\")\n    subprocess.run([\"git\", \"status\"])\n",
            ],
            ["command-line-go"] =
            [
                "go.mod",
                "module example.org/say\n\nrequire (\n\tgithub.com/openai/openai-go v1.0.0\n\tgithub.com/spf13/cobra v1.8.0\n)\n",
                "main.go",
                "package main\n\nimport (\n\t\"os\"\n\n\t\"github.com/openai/openai-go\"\n\t\"github.com/spf13/cobra\"\n)\n\nvar root = &cobra.Command{Use: \"say\"}\n\nfunc main() {\n\t_ = openai.NewClient()\n\tos.Stdin.Close()\n\troot.Execute()\n}\n",
            ],
            ["dotnet"] =
            [
                "Support/Support.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include=\"Microsoft.Agents.AI\" Version=\"1.0.0\" /></ItemGroup></Project>",
                "Support/SupportAgent.cs",
                "using Microsoft.Agents.AI;\n\nnamespace Acme.Support;\n\npublic sealed class SupportAgent\n{\n    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)\n    {\n        return question;\n    }\n}\n",
            ],
            ["dotnet-console"] =
            [
                "Travel.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include=\"Microsoft.Agents.AI.OpenAI\" Version=\"1.0.0\" /></ItemGroup></Project>",
                "Program.cs",
                "using Microsoft.Agents.AI;\n\nAIAgent agent = client.CreateAIAgent(name: \"Travel\");\nConsole.WriteLine(await agent.RunAsync(\"Plan a trip\"));\n",
            ],
            ["queue"] =
            [
                "requirements.txt",
                "redis\nopenai\n",
                "worker.py",
                "import json\n\nimport openai\nimport redis\n\nqueue = redis.Redis()\nwhile True:\n    _, body = queue.brpop(\"support:requests\")\n    request = json.loads(body)\n",
            ],
            ["topology"] =
            [
                "team.yaml",
                "agents:\n  writer: {role: executor, config: {model: \"openai:gpt-4o-mini\"}}\n  critic: {role: critic, config: {model: \"openai:gpt-4o-mini\"}}\ntopology:\n  name: letters\n  type: pipeline\n",
            ],
            ["mcp-server"] =
            [
                "package.json",
                "{\"name\":\"weather-mcp\",\"bin\":{\"weather-mcp\":\"index.js\"},\"dependencies\":{\"@modelcontextprotocol/sdk\":\"1.20.0\"}}",
                "index.js",
                "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\n\nconst server = new McpServer({ name: 'weather' });\n",
            ],
            ["container"] =
            [
                "Dockerfile",
                "FROM scratch\nCOPY agent /agent\nCMD [\"/agent\"]\n",
                "src/main.rs",
                "fn main() {}\n",
            ],
            ["composite"] =
            [
                "requirements.txt",
                "openai\n",
                "cook_agent.py",
                "import openai\n\n\ndef chat(message):\n    return message\n",
                "travel_agent.py",
                "import openai\n\n\ndef chat(message):\n    return message\n",
            ],
        };
}
