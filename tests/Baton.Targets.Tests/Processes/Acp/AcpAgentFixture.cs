using Baton.Targets.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Processes.Acp;

/// <summary>ACP agents: one on the protocol's own SDK, and ones in Python that break its rules.</summary>
internal sealed class AcpAgentFixture : IAsyncDisposable
{
    /// <summary>An agent whose prompts are commands: it does what a test asks for.</summary>
    private const string SdkAgent = """
        import { appendFileSync } from "node:fs";
        import { Readable, Writable } from "node:stream";
        import { agent, methods, ndJsonStream, RequestError } from "@agentclientprotocol/sdk";

        const sessions = new Map();
        let isLoggedIn = false;
        let opened = 0;
        const note = (text) => process.env.NOTES && appendFileSync(process.env.NOTES, text + "\n");
        note(`pid ${process.pid}`);

        const tools = (say, ask) => async () => {
          await say({ sessionUpdate: "tool_call", toolCallId: "t1", title: "Reading", name: "read", kind: "read", status: "pending" });
          await say({ sessionUpdate: "tool_call_update", toolCallId: "t1", status: "in_progress", rawInput: { path: "a.txt" } });
          const answer = await ask({
            toolCall: { toolCallId: "t1", title: "Reading" },
            options: [
              { optionId: "always", name: "Always", kind: "allow_always" },
              { optionId: "yes", name: "Yes", kind: "allow_once" },
              { optionId: "no", name: "No", kind: "reject_once" },
            ],
          });
          const granted = answer.outcome.outcome === "selected" && answer.outcome.optionId === "yes";
          await say(
            granted
              ? { sessionUpdate: "tool_call_update", toolCallId: "t1", status: "completed", rawOutput: { lines: 3 } }
              : { sessionUpdate: "tool_call_update", toolCallId: "t1", status: "failed", content: [{ type: "content", content: { type: "text", text: "not allowed" } }] },
          );
          return JSON.stringify(answer.outcome);
        };

        agent({ name: "test-agent" })
          .onRequest(methods.agent.initialize, async ({ params }) => {
            note(`capabilities ${JSON.stringify(params.clientCapabilities)}`);
            return {
              protocolVersion: params.protocolVersion,
              agentCapabilities: { sessionCapabilities: { close: {} } },
              authMethods: [{ id: "key", name: "An API key" }],
            };
          })
          .onRequest(methods.agent.authenticate, async ({ params }) => {
            if (process.env.WRONG_KEY) throw RequestError.invalidParams(undefined, "the key is wrong");
            isLoggedIn = params.methodId === "key";
            return {};
          })
          .onRequest(methods.agent.session.new, async ({ params }) => {
            if (process.env.LOCKED && !isLoggedIn) throw RequestError.authRequired();
            const sessionId = `s${++opened}`;
            sessions.set(sessionId, { cwd: params.cwd, meta: params._meta, turns: [] });
            return { sessionId };
          })
          .onRequest(methods.agent.session.close, async ({ params }) => {
            note(`closed ${params.sessionId}`);
            sessions.delete(params.sessionId);
            return {};
          })
          .onNotification(methods.agent.session.cancel, async ({ params }) => {
            note(`cancel ${params.sessionId}`);
            sessions.get(params.sessionId)?.abort?.();
          })
          .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
            const session = sessions.get(params.sessionId);
            const texts = params.prompt.map((block) => block.text);
            const input = texts.at(-1);
            session.turns.push(input);
            const say = (update) => client.notify(methods.client.session.update, { sessionId: params.sessionId, update });
            const ask = (question) => client.request(methods.client.session.requestPermission, { sessionId: params.sessionId, ...question });
            const text = (words) => say({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: words } });
            switch (input) {
              case "think":
                await say({ sessionUpdate: "agent_thought_chunk", content: { type: "text", text: "hm" } });
                await say({ sessionUpdate: "plan", entries: [{ content: "answer", priority: "high", status: "pending" }] });
                await say({ sessionUpdate: "usage_update", used: 10, size: 100, cost: { amount: 0.25, currency: "USD" } });
                await text("thought");
                break;
              case "tool":
                await text(await tools(say, ask)());
                break;
              case "untold tool":
                await say({ sessionUpdate: "tool_call", toolCallId: "t2", title: "Looking" });
                await text("looked");
                break;
              case "files":
                try {
                  await client.request(methods.client.fs.readTextFile, { sessionId: params.sessionId, path: "/etc/passwd" });
                } catch (error) {
                  await text(`${error.code}`);
                }
                break;
              case "print":
                console.error("a log line");
                await text("printed");
                await new Promise((resolve) => (session.abort = resolve));
                return { stopReason: "cancelled" };
              case "fail":
                throw RequestError.internalError({ why: "as asked" }, "as asked");
              case "die":
                console.error("I die");
                process.exit(7);
              case "hang":
                await text("begun ");
                await new Promise((resolve) => (session.abort = resolve));
                return { stopReason: "cancelled" };
              case "deaf":
                await text("begun ");
                await new Promise(() => {});
              case "silent":
                break;
              case "max_tokens":
              case "max_turn_requests":
              case "refusal":
              case "cancelled":
                await text("part ");
                return { stopReason: input };
              case "where":
                await text(`${session.cwd} ${session.meta?.traceparent} ${process.env.TRACEPARENT}`);
                break;
              case "all":
                await text(JSON.stringify(texts));
                break;
              default:
                for (const word of ["You ", "said: ", session.turns.join("|")]) await text(word);
            }
            return { stopReason: "end_turn" };
          })
          .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
        """;

    private readonly List<ITarget> _targets = [];
    private readonly TempWorkspace _workspace = new();

    /// <summary>The folder agents run in.</summary>
    public string Root => _workspace.Root;

    /// <summary>What the agents noted, one line each.</summary>
    public string[] Notes => File.Exists(NotesFile) ? File.ReadAllLines(NotesFile) : [];

    private string NotesFile => _workspace.PathOf("notes.txt");

    /// <summary>A target of the agent on the SDK, with everything that is laid around it.</summary>
    public async Task<ITarget> SdkAsync(Func<RunnerOptions, RunnerOptions>? with = null) =>
        Target(await SdkOptionsAsync(_workspace), with);

    /// <summary>The section for the agent on the SDK.</summary>
    public static async Task<RunnerOptions> SdkOptionsAsync(TempWorkspace workspace)
    {
        string modules = Path.Combine(await NodePackages.InstallAsync(), "node_modules");
        workspace.Write("agent.mjs", SdkAgent);
        if (!Directory.Exists(workspace.PathOf("node_modules")))
        {
            Directory.CreateSymbolicLink(workspace.PathOf("node_modules"), modules);
        }

        return Options(["node", "agent.mjs"]);
    }

    /// <summary>A target of an agent in Python, which is given lines and answers as its code says.</summary>
    public ITarget Python(string code, Func<RunnerOptions, RunnerOptions>? with = null)
    {
        _workspace.Write(
            "agent.py",
            "import json, sys, time\ndef say(**fields):\n    print(json.dumps({'jsonrpc': '2.0', **fields}), flush=True)\n"
                + code
        );
        return Target(Options(["python3", "agent.py"]), with);
    }

    /// <summary>A target of any section.</summary>
    public ITarget Target(RunnerOptions options, Func<RunnerOptions, RunnerOptions>? with = null)
    {
        options = options with { EnvironmentVars = new Dictionary<string, string> { ["NOTES"] = NotesFile } };
        ITarget target = TargetFactory.Create(
            with?.Invoke(options) ?? options,
            new TargetEnvironment
            {
                ProjectDirectory = Root,
                Variables = AgentFixture.Variables,
                MaxConcurrency = 8,
            }
        );
        _targets.Add(target);
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITarget target in _targets)
        {
            await target.DisposeAsync();
        }

        _workspace.Dispose();
    }

    private static RunnerOptions Options(string[] command) =>
        new()
        {
            Process = new ProcessOptions
            {
                Command = new ProcessCommand(command),
                Protocol = ProcessProtocol.Acp,
                KillTimeout = TimeSpan.FromSeconds(1),
            },
        };
}
