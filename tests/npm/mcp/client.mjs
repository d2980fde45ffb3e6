// The official TypeScript client at a Baton server: `node client.mjs stdio COMMAND ARGS…` or `node client.mjs http URL`.
// Writes what it saw as one JSON object.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [way, ...rest] = process.argv.slice(2);
const transport =
  way === "stdio"
    ? new StdioClientTransport({ command: rest[0], args: rest.slice(1), stderr: "inherit" })
    : new StreamableHTTPClientTransport(new URL(rest[0]));
const client = new Client({ name: "baton-tests", version: "1.0.0" });
await client.connect(transport);

const call = (name, args, options) => client.callTool({ name, arguments: args }, undefined, options);
const seen = {};
seen.server = client.getServerVersion().name;
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
seen.resources = (await client.listResources()).resources.length;
seen.templates = (await client.listResourceTemplates()).resourceTemplates.length;
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.page = (await client.readResource({ uri: "baton://README.md" })).contents[0].text.slice(0, 7);
seen.faq = (await call("faq", { query: "How do I resume an experiment?" })).structuredContent;
seen.wrong = await call("faq", { querry: "x" });
try {
  await call("no_such_tool", {});
} catch (error) {
  seen.unknown = error.code;
}

const progress = [];
seen.run = (
  await call("run_experiment", { name: "ts" }, { onprogress: (update) => progress.push(update.progress), timeout: 60000 })
).structuredContent;
seen.progress = progress;
seen.status = (await call("experiment_status", {})).structuredContent;
seen.trace = (await call("get_trace", { trace: seen.status.runs[0].trace_id })).structuredContent;

const cancelling = new AbortController();
const first = Promise.withResolvers?.() ?? (() => {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
})();
const cancelled = call(
  "run_experiment",
  { name: "cancelled", config: "configs/slow.yaml" },
  { signal: cancelling.signal, onprogress: (update) => update.progress >= 1 && first.resolve() },
);
await Promise.race([first.promise, cancelled]);
cancelling.abort();
seen.cancelled = await cancelled.then(
  () => "answered",
  () => "cancelled",
);
for (;;) {
  const { standing } = (await call("experiment_status", { limit: 0 })).structuredContent;
  if (standing.status !== "running") {
    seen.standing = standing;
    break;
  }
}

await client.close();
console.log(JSON.stringify(seen));
