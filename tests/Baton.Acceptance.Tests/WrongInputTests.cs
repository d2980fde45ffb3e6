namespace Baton.Acceptance.Tests;

/// <summary>Wrong input of every kind: exit code 2, the place, the key and the way out, and nothing written.</summary>
public sealed class WrongInputTests
{
    private const string Good = "runner: {target: \"agent:run\"}\n";

    public static TheoryData<string, string, string[]> Configurations() =>
        new()
        {
            {
                "unknown key",
                "runner: {target: \"agent:run\"}\niteratons: 3\n",
                ["simulation.yaml:2:1", "iteratons", "iterations"]
            },
            { "wrong type", Good + "iterations: many\n", ["simulation.yaml:2:13", "iterations", "many"] },
            { "out of range", Good + "iterations: 5000\n", ["simulation.yaml:2:13", "iterations", "1000"] },
            { "syntax error", "runner: {target: \"agent:run\"\nname: x\n", ["simulation.yaml:"] },
            { "tab", "runner:\n\ttarget: \"agent:run\"\n", ["simulation.yaml:2:1", "tab"] },
            { "duplicate key", Good + "name: a\nname: b\n", ["simulation.yaml:3:1", "name"] },
            {
                "bad duration",
                "runner: {target: \"agent:run\", guards: {max_duration: soon}}\n",
                ["max_duration", "soon", "60s"]
            },
            {
                "missing variable",
                "runner: {http: {url: \"http://${NOT_SET_ANYWHERE}/\"}}\n",
                ["simulation.yaml:1:", "NOT_SET_ANYWHERE"]
            },
            { "bad url", "runner: {http: {url: \"localhost:8000\"}}\n", ["runner.http.url", "http"] },
            {
                "http for ws",
                "runner: {websocket: {url: \"http://x/\"}}\n",
                ["simulation.yaml:1:22", "runner.websocket.url", "ws://"]
            },
            {
                "value without path",
                "runner: {websocket: {url: \"ws://x/\", done_value: end}}\n",
                ["simulation.yaml:1:38", "runner.websocket.done_value", "`done_path`"]
            },
            {
                "header of the handshake",
                "runner:\n  websocket:\n    url: ws://x/\n    headers: {Upgrade: h2c}\n",
                ["simulation.yaml:4:5", "runner.websocket.headers", "`Upgrade`"]
            },
            { "bad regex", "runner: {process: {command: [node, a.mjs], ready_pattern: \"(\"}}\n", ["ready_pattern"] },
            { "bad path", "runner: {http: {url: \"http://localhost/\", response_path: \"a[\"}}\n", ["response_path"] },
            { "no target", "name: x\nrunner: {}\n", ["runner", "target", "http", "process"] },
            {
                "two targets",
                "runner: {target: \"agent:run\", http: {url: \"http://localhost/\"}}\n",
                ["`target`", "`http`"]
            },
            {
                "replay without a recording",
                Good + "replay_args:\n  enabled: true\n  recording_file: r.jsonl\n",
                ["simulation.yaml:4:3", "replay_args.recording_file", "baton record enable"]
            },
            {
                "replay to a program",
                "runner: {process: {command: [node, a.mjs]}}\nreplay_args: {enabled: true, recording_file: r.jsonl}\n",
                ["simulation.yaml:2:1", "replay_args", "`runner.process`"]
            },
            {
                "adapter of nothing",
                "runner: {target: \"agent:run\", adapters: {output: {regx: x}}}\n",
                ["simulation.yaml:1:", "runner.adapters.output.regx", "`regex`"]
            },
            {
                "field of nothing",
                Good + "inputs: {fields: {question: input}}\n",
                ["simulation.yaml:2:", "inputs.fields.question"]
            },
            {
                "stream with a kind that has none",
                "runner: {dotnet: \"My.dll!My.Agent.Run\", stream: {preset: ag-ui}}\n",
                ["simulation.yaml:1:41", "runner.stream", "`dotnet`", "`http`", "`websocket`", "`process`"]
            },
            {
                "unknown preset",
                "runner: {http: {url: \"http://localhost/\"}, stream: {preset: openai}}\n",
                ["runner.stream.preset", "openai-chat", "ag-ui"]
            },
            {
                "bad address of a model server",
                "runner: {openai: {base_url: \"localhost:11434\", model: m}}\n",
                ["runner.openai.base_url", "http://localhost:11434/v1"]
            },
            { "no model", "runner: {openai: {base_url: \"http://localhost\"}}\n", ["runner.openai.model"] },
            { "no agent", "runner: {a2a: {}}\n", ["runner.a2a", "`url`", "`card`"] },
            {
                "factory without a module",
                "runner:\n  target: \"agent:Agent.run\"\n  factory: make\n",
                ["simulation.yaml:3:", "runner.factory", "module:callable"]
            },
            {
                "factory arguments without a factory",
                "runner: {target: \"agent:Agent.run\", factory_kwargs: {key: x}}\n",
                ["runner.factory_kwargs", "factory"]
            },
            {
                "factory beside a program",
                "runner: {process: {command: [node, a.mjs]}, factory: \"agent:make\"}\n",
                ["runner.factory", "Class.method"]
            },
            {
                "steps of a service",
                "runner:\n  http: {url: \"http://localhost/\"}\n  step: {max_steps: 3}\n",
                ["simulation.yaml:3:", "runner.step", "`process`"]
            },
            { "no steps", "runner: {target: \"agent:run\", step: {max_steps: 0}}\n", ["runner.step.max_steps", "1"] },
            {
                "bad done path",
                "runner: {target: \"agent:run\", step: {done_path: \"a[\"}}\n",
                ["runner.step.done_path"]
            },
            {
                "class with arguments",
                "runner: {target: \"agent:Needy.run\"}\n",
                ["`Needy` cannot be made without `key`", "factory: \"agent:Needy\"", "factory_kwargs"]
            },
            {
                "no members",
                "runner: {composite: {mode: sequential, targets: []}}\n",
                ["simulation.yaml:1:40", "runner.composite.targets", "name 1 to 64"]
            },
            {
                "more answers than members",
                "runner: {composite: {mode: ensemble, min_success: 3, targets: [{target: \"agent:run\"}]}}\n",
                ["simulation.yaml:1:38", "runner.composite.min_success", "1 targets"]
            },
            {
                "nobody to write the synthesis",
                "runner: {composite: {mode: parallel, aggregate: synthesis, targets: [{target: \"agent:run\"}]}}\n",
                ["simulation.yaml:1:38", "runner.composite.aggregate", "`aggregator` or `model`"]
            },
            {
                "a member's own section",
                "runner: {composite: {mode: sequential, targets: [{http: {url: \"localhost:8000\"}}]}}\n",
                ["simulation.yaml:1:58", "runner.composite.targets[0].http.url", "http://localhost:8000/chat"]
            },
            {
                "an assembly without a method",
                "runner: {dotnet: \"My.dll\"}\n",
                ["simulation.yaml:1:18", "runner.dotnet", "path/My.dll!Namespace.Type.Method"]
            },
            {
                "variables for code inside the process",
                "runner: {dotnet: \"My.dll!My.Agent.Run\", environment_vars: {KEY: x}}\n",
                ["simulation.yaml:1:41", "runner.environment_vars", "`process`"]
            },
            {
                "a setting of the other protocol",
                "runner: {process: {command: [node, a.mjs], protocol: acp, ready_pattern: x}}\n",
                ["simulation.yaml:1:59", "runner.process.ready_pattern", "`protocol: acp`"]
            },
            {
                "a login without ACP",
                "runner: {process: {command: [node, a.mjs], auth_method: key}}\n",
                ["simulation.yaml:1:44", "runner.process.auth_method", "`protocol: acp`"]
            },
            {
                "a container's port without HTTP",
                "runner: {container: {image: x, port: 80}}\n",
                ["simulation.yaml:1:32", "runner.container.port", "`mode: http`"]
            },
            {
                "a port nobody can reach",
                "runner:\n  container: {image: x, mode: http, port: 80, network: none, http: {url: \"http://agent/\"}}\n",
                ["simulation.yaml:2:", "runner.container.network", "`none`"]
            },
            {
                "no image",
                "runner: {container: {image: \"not an image\"}}\n",
                ["runner.container.image", "my-agent:1.4"]
            },
            {
                "no volume",
                "runner: {container: {image: x, volumes: [data]}}\n",
                ["runner.container.volumes[0]", "./data:/data:rw"]
            },
            {
                "little memory",
                "runner: {container: {image: x, memory: 1MiB}}\n",
                ["runner.container.memory", "6 MiB"]
            },
            { "no queue", "runner: {queue: {}}\n", ["simulation.yaml:1:17", "runner.queue", "`redis`", "`sqs`"] },
            {
                "no address of Redis",
                "runner: {queue: {redis: {url: \"http://x\", request: r}}}\n",
                ["runner.queue.redis.url", "redis://host:port/0"]
            },
            { "bad target", "runner: {target: \"agent.run\"}\n", ["module:function"] },
        };

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task A_wrong_configuration(string what, string configuration, string[] said)
    {
        using TestProject project = TestProject
            .Create(configuration)
            .With(
                "agent.py",
                "def run(input):\n    return input\nclass Needy:\n    def __init__(self, key): pass\n    def run(self, input): pass\n"
            );

        ToolResult result = await project.RunExperimentAsync();

        ShouldBeRefused(project, result, said, what);
    }

    [Theory]
    [InlineData("inputs/generated.yaml", "generated_inputs: []\n", "generated.yaml", "input")]
    [InlineData("inputs/generated.yaml", "generated_inputs:\n  - inptu: hi\n", "generated.yaml:2:5", "inptu", "input")]
    [InlineData("inputs/generated.yaml", "a\u0000b", "generated.yaml", "text")]
    [InlineData("inputs/bad.jsonl", "{\"input\":\"a\"}\n{\"input\":\n", "bad.jsonl:2", "JSON")]
    [InlineData("inputs/bad.csv", "question,persona\nhi,novice\n", "bad.csv", "input")]
    [InlineData("inputs/bad.txt", "hi\n", "bad.txt", ".jsonl")]
    public async Task Wrong_inputs(string file, string content, params string[] said)
    {
        using TestProject project = TestProject
            .Create(Good)
            .With("agent.py", "def run(input):\n    return input\n")
            .With(file, content);

        ToolResult result = await project.RunExperimentAsync("--inputs", file);

        ShouldBeRefused(project, result, said, file);
    }

    [Theory]
    [InlineData("nowhere.yaml", "--inputs", "nowhere.yaml")]
    [InlineData("nobody", "--personas", "nobody")]
    [InlineData("unknown option", "--iteratoins", "5")]
    [InlineData("mock", "--supervisor-provider", "mok")]
    [InlineData("configs/nope.yaml", "--config", "configs/nope.yaml")]
    [InlineData("nope", "--resume", "experiments/nope")]
    [InlineData("iterations", "--iterations", "0")]
    public async Task A_wrong_option(string said, params string[] arguments)
    {
        using TestProject project = TestProject.Create(Good).With("agent.py", "def run(input):\n    return input\n");

        ToolResult result = await project.RunExperimentAsync(arguments);

        string[] expected = said == "unknown option" ? ["--iterations"] : [said];
        ShouldBeRefused(project, result, expected, said);
    }

    [Fact]
    public async Task All_errors_of_a_file_come_at_once()
    {
        using TestProject project = TestProject.Create(
            "runner: {target: \"agent:run\", timeout_seconds: soon}\niterations: many\nparalel_runs: 3\n"
        );

        ToolResult result = await project.RunExperimentAsync();

        ShouldBeRefused(project, result, ["timeout_seconds", "iterations", "parallel_runs"], "all at once");
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_runs()
    {
        using TestProject project = TestProject.Create(Good).With("agent.py", "def run(input):\n    return input\n");

        ToolResult result = await BatonTool.RunAsync(project.Root, "run", "experiment");

        ShouldBeRefused(project, result, ["--yes"], "no terminal");
    }

    [Theory]
    [Trait("Needs", "python")]
    [InlineData("nowhere:run", "nowhere")]
    [InlineData("agent:rnu", "run")]
    public async Task A_target_that_cannot_be_loaded_fails_before_the_first_run(string target, string said)
    {
        using TestProject project = TestProject
            .Create($"runner: {{target: \"{target}\"}}\n")
            .With("agent.py", "def run(input):\n    return input\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldNotBe(0, result.All);
        result.Error.ShouldContain(said);
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("target: 'agent:run', python: /no/python", "`runner.python: /no/python` is not there")]
    [InlineData("process: {command: [no-such-program]}", "`no-such-program` is not on PATH; install it")]
    [InlineData("process: {command: [no-such-program], protocol: acp}", "`no-such-program` is not on PATH")]
    [InlineData("dotnet: 'no/My.dll!My.Agent.Run'", "build it (`dotnet build`)")]
    [InlineData("container: {image: x}", "start it with `sudo systemctl start docker`")]
    [InlineData("container: {image: x, runtime: podman}", "`systemctl --user start podman.socket`")]
    [InlineData(
        "composite: {mode: sequential, targets: [{name: first, process: {command: [no-such-program]}}]}",
        "`first`: `no-such-program` is not on PATH"
    )]
    [InlineData("queue: {redis: {url: 'redis://127.0.0.1:1', request: r}}", "start it with `redis-server`")]
    [InlineData(
        "queue: {sqs: {request_url: 'http://127.0.0.1:1/1/q', region: eu-west-1}}",
        "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment or in `.env`"
    )]
    [InlineData("queue: {sqs: {request_url: 'http://127.0.0.1:1/1/q'}}", "set `queue.sqs.region` or `AWS_REGION`")]
    [InlineData("http: {url: 'http://127.0.0.1:1/chat'}", "start the agent or check `http.url`")]
    [InlineData("http: {url: 'http://agent.invalid/chat'}", "`agent.invalid` has no address; check `http.url`")]
    [InlineData("websocket: {url: 'ws://127.0.0.1:1/'}", "start the agent or check `websocket.url`")]
    [InlineData("openai: {base_url: 'http://127.0.0.1:1/v1', model: m}", "start the model server (`ollama serve`")]
    [InlineData("a2a: {url: 'http://127.0.0.1:1/'}", "start the agent or check `a2a.url`")]
    public async Task What_a_target_needs_and_is_not_there_is_told_before_the_first_run(string runner, string said)
    {
        using TestProject project = TestProject.Create($"runner: {{{runner}}}\n");

        ToolResult result = await BatonTool.RunAsync(
            project.Root,
            new Dictionary<string, string>
            {
                ["DOCKER_HOST"] = "unix:///no/docker.sock",
                ["CONTAINER_HOST"] = "unix:///no/podman.sock",
            },
            "run",
            "experiment",
            "--root",
            ".",
            "--yes"
        );

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain(said);
        result.Error.ShouldNotContain("   at ");
        project.Experiments.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_of_SQS_that_is_not_there_is_told_before_the_first_run()
    {
        using TestProject project = TestProject
            .Create("runner: {queue: {sqs: {request_url: 'http://127.0.0.1:1/1/q', region: eu-west-1}}}\n")
            .With(".env", "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=very-secret\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("nobody listens at http://127.0.0.1:1");
        result.Error.ShouldContain("check `queue.sqs.request_url`");
        result.All.ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task A_refused_target_fails_at_once_with_its_address_and_a_hint()
    {
        using TestProject project = TestProject.Create("runner: {http: {url: \"http://127.0.0.1:9/chat\"}}\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("127.0.0.1:9");
        result.Error.ShouldContain("refused");
    }

    private static void ShouldBeRefused(TestProject project, ToolResult result, string[] said, string what)
    {
        result.ExitCode.ShouldBe(2, $"{what}\n{result.All}");
        foreach (string word in said)
        {
            result.Error.ShouldContain(word, Case.Insensitive, $"{what}\n{result.All}");
        }

        result.Error.ShouldNotContain("   at ", Case.Sensitive, what);
        result.Output.ShouldBeEmpty(what);
        project.Experiments.ShouldBeEmpty(what);
    }
}
