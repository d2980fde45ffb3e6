// The same A2A agent on the SDK of protocol 0.3.
import { DefaultRequestHandler, InMemoryTaskStore } from "a2a-sdk-0.3/server";
import { agentCardHandler, jsonRpcHandler, UserBuilder } from "a2a-sdk-0.3/server/express";
import { randomUUID } from "node:crypto";
import { conduct } from "./a2a-conduct.mjs";

const part = (value) => (typeof value === "string" ? { kind: "text", text: value } : { kind: "data", data: value });

function words({ taskId, contextId, task }, bus) {
  const message = (text) => ({
    kind: "message",
    messageId: randomUUID(),
    role: "agent",
    parts: [part(text)],
    contextId,
  });
  const status = (state, text) => ({
    state,
    timestamp: "2026-01-01T00:00:00.000Z",
    ...(text ? { message: { ...message(text), taskId } } : {}),
  });
  return {
    isNew: !task,
    message: (text) => bus.publish(message(text)),
    task: () => task ?? bus.publish({ kind: "task", id: taskId, contextId, status: status("submitted") }),
    status: (state, text) =>
      bus.publish({
        kind: "status-update",
        taskId,
        contextId,
        status: status(state, text),
        final: !["submitted", "working"].includes(state),
      }),
    artifact: (artifactId, values, append, lastChunk) =>
      bus.publish({
        kind: "artifact-update",
        taskId,
        contextId,
        append,
        lastChunk,
        artifact: { artifactId, name: "answer", parts: values.map(part) },
      }),
    finished: () => bus.finished(),
  };
}

const card = (address, streaming) => ({
  name: "Weather guide",
  description: "Knows the weather in Ulm",
  protocolVersion: "0.3.0",
  version: "1.0.0",
  url: `${address}/rest`,
  preferredTransport: "HTTP+JSON",
  additionalInterfaces: [
    { url: `${address}/rest`, transport: "HTTP+JSON" },
    { url: `${address}/rpc`, transport: "JSONRPC" },
  ],
  skills: [],
  capabilities: { streaming, pushNotifications: false },
  defaultInputModes: ["text/plain"],
  defaultOutputModes: ["text/plain"],
});

// /: streams; /plain: does not; /old: has its card at the older address alone.
export function mount(app, address) {
  for (const [at, streaming, name] of [
    ["", true, "agent-card.json"],
    ["/plain", false, "agent-card.json"],
    ["/old", true, "agent.json"],
  ]) {
    const executor = conduct((context, bus) => words(context, bus), (context) => context.userMessage.parts[0].text);
    const handler = new DefaultRequestHandler(card(address + at, streaming), new InMemoryTaskStore(), executor);
    app.use(`${at}/.well-known/${name}`, agentCardHandler({ agentCardProvider: handler }));
    app.use(`${at}/rpc`, executor.gate, jsonRpcHandler({ requestHandler: handler, userBuilder: UserBuilder.noAuthentication }));
    app.get(`${at}/state`, (_, response) => response.json(executor.state));
  }
}
