using System.Collections;
using System.Text.Json.Nodes;
using Baton.Targets.Composites;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Steps;
using Baton.Targets.Templates;
using Baton.Targets.Tests.DotNet;
using Baton.Targets.Tests.Mcp;
using Baton.Targets.Tests.Processes.Acp;
using Baton.Targets.Topologies;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;

namespace Baton.Targets.Tests.Checks;

/// <summary>One agent of every kind. Each says back what it hears, in pieces where its kind can, and fails at <c>fail</c>.</summary>
internal static class BuiltInTargets
{
    private const string PythonAgent = """
        import asyncio
        def run(input):
            if input == "fail":
                raise ValueError("as asked")
            return f"You said: {input}"
        async def stream(input):
            if input == "fail":
                raise ValueError("as asked")
            for word in ("You ", "said: ", input):
                await asyncio.sleep(0.01)
                yield word
        class Echo:
            def __init__(self, said):
                self.said = said
            async def run(self, input):
                for word in run(input).replace("said", self.said).split(" "):
                    await asyncio.sleep(0.01)
                    yield word if word == "You" else " " + word
            async def close(self):
                await asyncio.sleep(0)
        class Stepper:
            def step(self, observation):
                if isinstance(observation, str):
                    return {"heard": observation}
                return {"text": run(observation["heard"]), "done": True}
        """;

    private const string ProgramAgent = """
        import json, sys
        def say(**line):
            print(json.dumps({**line, **({"id": asked["id"]} if "id" in asked else {})}), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["type"] != "input":
                continue
            if asked["input"] == "fail":
                say(type="error", error="as asked")
                continue
            for word in ("You ", "said: ", asked["input"]):
                say(type="delta", delta=word)
            say(type="final")
        """;

    private const string Team = """
        agents:
          one: {role: executor, config: {max_retries: 0, target: {process: {command: [python3, agent.py], reuse: true}}}}
          two: {role: executor, config: {max_retries: 0, target: {process: {command: [python3, agent.py]}}}}
        topology: {name: team, type: ensemble, config: {aggregation_method: vote}}
        """;

    private const string SteppingProgram = """
        import json, sys
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["input"] == "fail":
                print(json.dumps({"type": "error", "error": "as asked"}), flush=True)
                continue
            first = asked["context"]["step"] == 1
            output = {"heard": asked["input"]} if first else {"text": f"You said: {asked['input']['heard']}", "done": True}
            print(json.dumps({"type": "final", "output": output}), flush=True)
        """;

    /// <summary>How to set each kind up, by a name of its own. A key of <c>runner:</c> without a row here fails a test.</summary>
    public static IReadOnlyDictionary<string, Func<Place, Task<RunnerOptions>>> All { get; } =
        new Dictionary<string, Func<Place, Task<RunnerOptions>>>(StringComparer.Ordinal)
        {
            ["target: a function"] = place => place.With("agent.py", PythonAgent, new() { Target = "agent:run" }),
            ["target: a generator"] = place => place.With("agent.py", PythonAgent, new() { Target = "agent:stream" }),
            ["target: a class"] = place =>
                place.With(
                    "agent.py",
                    PythonAgent,
                    new()
                    {
                        Target = "agent:Echo.run",
                        Factory = "agent:Echo",
                        FactoryKwargs = new JsonObject { ["said"] = "said" },
                    }
                ),
            ["target: a step loop"] = place =>
                place.With("agent.py", PythonAgent, new() { Target = "agent:Stepper", Step = new StepOptions() }),
            ["module_path: a function"] = place =>
                place.With("agent.py", PythonAgent, new() { ModulePath = "agent", FunctionName = "run" }),
            ["http: whole"] = place => place.ServeAsync(StreamFormat.None),
            ["http: sse"] = place => place.ServeAsync(StreamFormat.Sse),
            ["http: ndjson"] = place => place.ServeAsync(StreamFormat.Ndjson),
            ["process: one a conversation"] = place => place.With("agent.py", ProgramAgent, Program(reuse: false)),
            ["process: a step loop"] = place =>
                place.With("agent.py", SteppingProgram, Program(reuse: false) with { Step = new StepOptions() }),
            ["process: reused"] = place => place.With("agent.py", ProgramAgent, Program(reuse: true)),
            ["openai: a model server"] = ServicePlaces.OpenAIAsync,
            ["a2a: an agent with a card"] = ServicePlaces.A2AAsync,
            ["websocket: a server"] = ServicePlaces.WebSocketAsync,
            ["container: one a conversation"] = ServicePlaces.ContainerAsync,
            ["queue: lists"] = place => QueuePlace.RedisAsync(place, RedisQueueMode.List),
            ["queue: streams"] = place => QueuePlace.RedisAsync(place, RedisQueueMode.Stream),
            ["process: acp"] = place => AcpAgentFixture.SdkOptionsAsync(place.Workspace),
            ["mcp: a tool"] = _ => AgentServer.OptionsAsync("echo"),
            ["dotnet: a method"] = _ => Task.FromResult(DotNetAgent.Options("Answers.SayLater")),
            ["dotnet: a stream"] = _ => Task.FromResult(DotNetAgent.Options("Answers.Words")),
            ["composite: sequential"] = place =>
                place.With("agent.py", ProgramAgent, Composite(CompositeMode.Sequential)),
            ["composite: ensemble"] = place => place.With("agent.py", ProgramAgent, Composite(CompositeMode.Ensemble)),
            ["topology: an ensemble"] = place =>
            {
                place.Workspace.Write("team.yaml", Team);
                return place.With(
                    "agent.py",
                    ProgramAgent,
                    new() { Topology = new TopologyOptions { File = "team.yaml" } }
                );
            },
        };

    private static RunnerOptions Composite(CompositeMode mode) =>
        new()
        {
            Composite = new CompositeOptions
            {
                Mode = mode,
                Targets = [.. Enumerable.Repeat(new CompositeMember { Process = Program(reuse: true).Process }, 2)],
            },
        };

    private static RunnerOptions Program(bool reuse) =>
        new()
        {
            Process = new ProcessOptions { Command = new ProcessCommand(["python3", "agent.py"]), Reuse = reuse },
        };

    /// <summary>Where an agent lives while it is checked.</summary>
    internal sealed class Place : IAsyncDisposable
    {
        private readonly TempWorkspace _workspace = new();
        private readonly List<IAsyncDisposable> _servers = [];
        private readonly Dictionary<string, string> _variables = System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);

        public TargetEnvironment Environment => new() { ProjectDirectory = _workspace.Root, Variables = _variables };

        public string Root => _workspace.Root;

        /// <summary>Sets an environment variable for the target.</summary>
        public void Set(string name, string value) => _variables[name] = value;

        public TempWorkspace Workspace => _workspace;

        public Task<RunnerOptions> With(string file, string content, RunnerOptions options)
        {
            _workspace.Write(file, content);
            return Task.FromResult(options);
        }

        /// <summary>Keeps a server until the place is left.</summary>
        public T Keep<T>(T server)
            where T : IAsyncDisposable
        {
            _servers.Add(server);
            return server;
        }

        public async Task<RunnerOptions> ServeAsync(StreamFormat format)
        {
            LoopbackServer server = Keep(await LoopbackServer.StartAsync(context => AnswerAsync(context, format)));
            return new RunnerOptions
            {
                Http = new HttpOptions
                {
                    Url = $"{server.Url}/chat",
                    BodyTemplate = Template.Parse("{{ input }}"),
                    BodyFormat = BodyFormat.Text,
                    Stream = format,
                },
            };
        }

        public async ValueTask DisposeAsync()
        {
            foreach (IAsyncDisposable server in Enumerable.Reverse(_servers))
            {
                await server.DisposeAsync();
            }

            _workspace.Dispose();
        }

        private static async Task AnswerAsync(HttpContext context, StreamFormat format)
        {
            string input = await new StreamReader(context.Request.Body).ReadToEndAsync();
            if (input == "fail")
            {
                context.Response.StatusCode = 422;
                await context.Response.WriteAsync("""{"error":"as asked"}""");
                return;
            }

            if (format == StreamFormat.None)
            {
                await context.Response.WriteAsync($"You said: {input}");
                return;
            }

            (string before, string after, string type) =
                format == StreamFormat.Sse
                    ? ("data: ", "\n\n", "text/event-stream")
                    : ("", "\n", "application/x-ndjson");
            context.Response.ContentType = type;
            foreach (string word in new[] { "You ", "said: ", input })
            {
                await context.Response.WriteAsync($$"""{{before}}{"delta":"{{word}}"}{{after}}""");
                await context.Response.Body.FlushAsync();
            }
        }
    }
}
