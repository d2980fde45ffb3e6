// Makes tests/Baton.Targets.Tests/Recorded/streams anew: asks every agent and model server here, and keeps the bytes.
//   npm ci --prefix tests/npm && npm ci --prefix tests/npm/streams && node tests/npm/streams/record.mjs [NAME]...
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const recorded = join(here, "../../Baton.Targets.Tests/Recorded/streams");
const wanted = process.argv.slice(2);

const weatherCall = { name: "weather", arguments: { city: "Ulm" } };
const answers = [
  { match: { toolCallId: "call-1" }, response: { content: "Ulm has 21 °C." } },
  { match: { hasToolResult: true }, response: { content: "Ulm has 21 °C." } },
  {
    match: { userMessage: "weather" },
    chunkSize: 6,
    response: {
      content: "Let me look.",
      toolCalls: [
        { ...weatherCall, id: "call-1" },
        { name: "moon", arguments: {}, id: "call-2" },
      ],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18, input_tokens: 11, output_tokens: 7 },
    },
  },
  {
    match: { userMessage: "one tool" },
    chunkSize: 6,
    response: { toolCalls: [{ ...weatherCall, id: "call-1" }] },
  },
  {
    match: { userMessage: "riddle" },
    chunkSize: 6,
    response: {
      reasoning: "It has keys but no doors.",
      content: "A piano.",
      usage: { prompt_tokens: 5, completion_tokens: 9, total_tokens: 14, input_tokens: 5, output_tokens: 9 },
    },
  },
];

async function start(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: here,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  for await (const piece of child.stdout.setEncoding("utf8")) {
    said += piece;
    const address = said.match(/listening on (\S+)/)?.[1];
    if (address) {
      return { address: address.endsWith("/") ? address : `${address}/`, child };
    }
  }
  throw new Error(`${args.join(" ")} ended before it listened`);
}

async function stop({ child }) {
  const exited = once(child, "exit");
  child.kill();
  await exited;
}

async function keep(name, address, body, headers = {}) {
  if (wanted.length > 0 && !wanted.includes(name)) {
    return;
  }
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  await writeFile(join(recorded, name), bytes);
  console.log(`${String(bytes.length).padStart(6)} bytes  ${name}`);
}

async function models() {
  const fixtures = await mkdtemp(join(tmpdir(), "baton-record-"));
  const cli = createRequire(import.meta.url).resolve("@copilotkit/aimock").replace(/index\.\w+$/, "cli.js");
  const server = await start(process.execPath, [cli, "--port", "0", "--host", "127.0.0.1", "--fixtures", fixtures]);
  try {
    await fetch(`${server.address}__aimock/fixtures`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ fixtures: answers }),
    });
    const user = (content) => [{ role: "user", content }];
    for (const topic of ["weather", "riddle"]) {
      await keep(`openai-chat-${topic}.sse`, `${server.address}v1/chat/completions`, {
        model: "gpt-4o",
        stream: true,
        stream_options: { include_usage: true },
        messages: user(topic),
      });
      await keep(`openai-responses-${topic}.sse`, `${server.address}v1/responses`, {
        model: "gpt-4o",
        stream: true,
        input: user(topic),
      });
      await keep(`anthropic-${topic}.sse`, `${server.address}v1/messages`, {
        model: "claude-sonnet-4",
        max_tokens: 100,
        stream: true,
        messages: user(topic),
      }, { "x-api-key": "none", "anthropic-version": "2023-06-01" });
    }
    await keep("openai-chat-whole.json", `${server.address}v1/chat/completions`, {
      model: "gpt-4o",
      messages: user("weather"),
    });
    for (const api of ["responses", "chat"]) {
      const agent = await start(process.execPath, ["serve.mjs", "openai-agents"], {
        MODEL_URL: server.address,
        MODEL_API: api,
      });
      await keep(`openai-agents-${api}.ndjson`, `${agent.address}events`, { input: "one tool" });
      await stop(agent);
    }
  } finally {
    await stop(server);
    await rm(fixtures, { recursive: true });
  }
}

async function agents() {
  const asks = {
    "vercel-ai": [
      ["vercel-ai.sse", "ui", {}],
      ["vercel-ai-failed.sse", "ui", { input: "fail" }],
      ["vercel-ai-parts.ndjson", "parts", {}],
      ["vercel-ai-parts-failed.ndjson", "parts", { input: "fail" }],
    ],
    "ag-ui": [
      ["ag-ui.sse", "agent", {}],
      ["ag-ui-failed.sse", "agent", { input: "fail" }],
      ["ag-ui-chunks.sse", "chunks", {}],
    ],
    langgraph: [
      ["langgraph-messages.sse", "messages", {}],
      ["langgraph-updates.sse", "updates", {}],
      ["langgraph-values.sse", "values", {}],
      ["langgraph-messages-updates-values.sse", "messages,updates,values", {}],
      ["langgraph-failed.sse", "messages", { input: "fail" }],
    ],
  };
  for (const [name, recordings] of Object.entries(asks)) {
    const agent = await start(process.execPath, ["serve.mjs", name]);
    for (const [file, path, body] of recordings) {
      await keep(file, `${agent.address}${path}`, body);
    }
    await stop(agent);
  }
}

async function a2a() {
  const old = await start(process.execPath, ["serve.mjs", "a2a-0.3"]);
  const now = await start(process.execPath, ["serve.mjs", "a2a"]);
  const rpc = (method, message) => ({ jsonrpc: "2.0", id: 1, method, params: { message } });
  for (const topic of ["weather", "book", "fail", "quick"]) {
    const before = { kind: "message", messageId: "m1", role: "user", parts: [{ kind: "text", text: topic }] };
    const after = { messageId: "m1", role: "ROLE_USER", parts: [{ text: topic }] };
    await keep(`a2a-0.3-${topic}.sse`, `${old.address}rpc`, rpc("message/stream", before));
    await keep(`a2a-1.0-${topic}.sse`, `${now.address}rpc`, rpc("SendStreamingMessage", after), { "A2A-Version": "1.0" });
  }
  await stop(old);
  await stop(now);
}

await mkdir(recorded, { recursive: true });
await models();
await agents();
await a2a();
