namespace Baton.Mcp.Repositories.Integration;

/// <summary>What is known of a pattern without any repository. Data alone.</summary>
/// <param name="Name">Named as its page in <c>docs/targets</c>.</param>
/// <param name="Use">When it is the right one.</param>
/// <param name="Needs">What has to be there.</param>
/// <param name="Runner">A <c>runner:</c> section to begin with, for <c>baton/configs/simulation.yaml</c>.</param>
/// <param name="Check">What proves that it works.</param>
internal sealed record PatternGuide(string Name, string Use, IReadOnlyList<string> Needs, string Runner, string Check)
{
    private const string TargetChecked = "`baton target check` says that the target starts and answers";

    /// <summary>All patterns, those of one target first.</summary>
    public static IReadOnlyList<PatternGuide> All { get; } =
    [
        new(
            "python",
            "the agent is a Python function, or an object that a module makes",
            ["Python 3.9 or newer with the agent's packages"],
            "runner:\n  target: \"app.agent:run\"\n  working_directory: ..\n",
            TargetChecked
        ),
        new(
            "python-class",
            "the agent is a Python class that remembers a conversation",
            ["Python 3.9 or newer with the agent's packages"],
            "runner:\n  target: \"app.agent:Agent.run\"\n  factory: \"app.agent:make_agent\"\n  working_directory: ..\n",
            "`baton target check --only survives_two_turns` passes: the object remembers the first turn"
        ),
        new(
            "python-generator",
            "the agent yields its answer in pieces",
            ["Python 3.9 or newer with the agent's packages"],
            "runner:\n  target: \"app.agent:stream\"\n  working_directory: ..\n",
            "`baton target check` says that the target streams"
        ),
        new(
            "step-loop",
            "the agent has a `step()` that is called until it is done",
            ["a result that says when it is done"],
            "runner:\n  target: \"app.agent:Agent.step\"\n  step:\n    max_steps: 20\n    done_path: done\n  working_directory: ..\n",
            "a trace shows `step 1`, `step 2`, … and ends with an answer"
        ),
        new(
            "http",
            "the agent answers HTTP requests, whole or as a stream",
            ["the server is started before Baton"],
            "runner:\n  http:\n    method: POST\n    url: \"http://localhost:8000/chat\"\n    body_template:\n      message: \"$.input\"\n",
            TargetChecked
        ),
        new(
            "websocket",
            "the agent talks over a WebSocket",
            ["the server is started before Baton", "something in its messages that says an answer is complete"],
            "runner:\n  websocket:\n    url: \"ws://localhost:8000/ws\"\n    message_template: \"{{ input }}\"\n    done_path: done\n",
            TargetChecked
        ),
        new(
            "openai-compatible",
            "the agent or model answers `/v1/chat/completions`",
            ["the server is started before Baton"],
            "runner:\n  openai:\n    base_url: \"http://localhost:8000/v1\"\n    model: \"my-model\"\n",
            TargetChecked
        ),
        new(
            "a2a",
            "the agent has a card and speaks A2A over JSON-RPC",
            ["the agent is started before Baton"],
            "runner:\n  a2a:\n    url: \"http://localhost:9999\"\n",
            TargetChecked
        ),
        new(
            "mcp",
            "the agent is a tool of an MCP server",
            ["the server can be started by a command, or listens at an address (`url`)"],
            "runner:\n  working_directory: ..\n  mcp:\n    command: [\"node\", \"server.mjs\"]\n    tool: ask\n",
            TargetChecked
        ),
        new(
            "acp",
            "the agent is a program that editors start and speak ACP with",
            ["the program can be started by a command"],
            "runner:\n  working_directory: ..\n  process:\n    command: [\"node\", \"agent.mjs\"]\n    protocol: acp\n",
            TargetChecked
        ),
        new(
            "process",
            "the agent is a program of any language that reads and writes JSON Lines",
            ["the program answers each line of standard input with lines of JSON, the last a `final`"],
            "runner:\n  working_directory: ..\n  process:\n    command: [\"node\", \"agent.mjs\"]\n    protocol: jsonl\n",
            TargetChecked
        ),
        new(
            "dotnet",
            "the agent is a public method of a .NET assembly",
            ["the project is built, with `EnableDynamicLoading`"],
            "runner:\n  working_directory: ..\n  dotnet: \"bin/Debug/net10.0/Agent.dll!Agents.SupportAgent.RunAsync\"\n",
            TargetChecked
        ),
        new(
            "container",
            "the agent comes as an image, or must not touch this machine",
            ["Docker or Podman", "the image is built"],
            "runner:\n  container:\n    image: \"my-agent:latest\"\n",
            "`baton target check` passes and `docker ps` shows nothing left behind"
        ),
        new(
            "queue",
            "workers take requests from Redis or SQS",
            ["the queue and at least one worker are running"],
            "runner:\n  queue:\n    redis:\n      url: \"${REDIS_URL:-redis://127.0.0.1:6379}\"\n      request: agent:requests\n",
            TargetChecked
        ),
        new(
            "composite",
            "several agents are to answer as one",
            ["each part works alone"],
            "runner:\n  composite:\n    mode: parallel\n    targets:\n      - target: \"app.first:run\"\n        working_directory: ..\n      - target: \"app.second:run\"\n        working_directory: ..\n    aggregate: concat\n",
            "the trace shows an answer of each part"
        ),
        new(
            "topology",
            "a team of agents that Baton runs itself, or one agent with the tools of an MCP server",
            ["a team file", "a key for its models"],
            "runner:\n  topology:\n    file: team.yaml\n",
            TargetChecked
        ),
        new(
            "guards",
            "runs have to end: by time, by output, by memory, by tool calls",
            ["any target"],
            "runner:\n  target: \"app.agent:run\"\n  working_directory: ..\n  guards:\n    max_duration: 120s\n    output_char_limit: 20000\n",
            "`baton target check` says that guards are honoured"
        ),
        new(
            "adapters",
            "the agent wants its input, or gives its answer, in another shape than text",
            ["any target"],
            "runner:\n  target: \"app.agent:run\"\n  working_directory: ..\n  adapters:\n    input:\n      question: \"{{ input }}\"\n    output:\n      path: answer\n",
            TargetChecked
        ),
        new(
            "streaming",
            "a stream tells of tool calls and usage, and the trace is to show them",
            ["a target that streams"],
            "runner:\n  http:\n    url: \"http://localhost:8000/chat\"\n  stream:\n    preset: openai-chat\n",
            "a trace lists the tool calls"
        ),
        new(
            "batch",
            "many inputs from a file are to run at once",
            ["a file of inputs: .jsonl, .csv, .yaml or .json, named in `inputs_file`"],
            "runner:\n  target: \"app.agent:run\"\n  working_directory: ..\n",
            "`baton config validate` counts the inputs of the file"
        ),
        new(
            "argument-replay",
            "the agent's function takes arguments that only its own program can make",
            ["a recording made with `fluxloop.record_call_args`, named in `replay_args.recording_file`"],
            "runner:\n  target: \"app.agent:run\"\n  working_directory: ..\n",
            "`baton record status` finds the recording, and a run answers"
        ),
    ];
}
