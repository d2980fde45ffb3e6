// An A2A agent on the server of @a2a-js/sdk, protocol 1.0. What the user says chooses what it does; see `execute`.
import { TaskState, Role } from "@a2a-js/sdk";
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { agentCardHandler, jsonRpcHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import { randomUUID } from "node:crypto";
import { conduct } from "./a2a-conduct.mjs";

const states = {
  submitted: TaskState.TASK_STATE_SUBMITTED,
  working: TaskState.TASK_STATE_WORKING,
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
  rejected: TaskState.TASK_STATE_REJECTED,
  "input-required": TaskState.TASK_STATE_INPUT_REQUIRED,
};

const part = (value) => ({
  content: typeof value === "string" ? { $case: "text", value } : { $case: "data", value },
  metadata: undefined,
  filename: "",
  mediaType: "",
});

/** The words of the conduct as events of this protocol version. */
function words({ taskId, contextId, task }, bus) {
  const message = (text) => ({
    messageId: randomUUID(),
    contextId,
    taskId,
    role: Role.ROLE_AGENT,
    parts: [part(text)],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  });
  const status = (state, text) => ({
    state: states[state],
    message: text ? message(text) : undefined,
    timestamp: "2026-01-01T00:00:00.000Z",
  });
  return {
    isNew: !task,
    message: (text) => bus.publish(AgentEvent.message({ ...message(text), taskId: "" })),
    task: () =>
      bus.publish(
        AgentEvent.task(
          task ?? {
            id: taskId,
            contextId,
            status: status("submitted"),
            artifacts: [],
            history: [],
            metadata: undefined,
          },
        ),
      ),
    status: (state, text) =>
      bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status: status(state, text), metadata: undefined })),
    artifact: (artifactId, values, append, lastChunk) =>
      bus.publish(
        AgentEvent.artifactUpdate({
          taskId,
          contextId,
          append,
          lastChunk,
          metadata: undefined,
          artifact: {
            artifactId,
            name: "answer",
            description: "",
            parts: values.map(part),
            metadata: undefined,
            extensions: [],
          },
        }),
      ),
    finished: () => bus.finished(),
  };
}

export function card(address, streaming) {
  return {
    name: "Weather guide",
    description: "Knows the weather in Ulm",
    version: "1.0.0",
    supportedInterfaces: [
      { url: `${address}/rest`, protocolBinding: "HTTP+JSON", tenant: "", protocolVersion: "1.0" },
      { url: `${address}/rpc`, protocolBinding: "JSONRPC", tenant: "", protocolVersion: "1.0" },
    ],
    provider: undefined,
    capabilities: { streaming, pushNotifications: false, extensions: [], extendedAgentCard: false },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ["text/plain"],
    defaultOutputModes: ["text/plain"],
    skills: [],
    signatures: [],
  };
}

// /: streams; /plain: does not.
export function mount(app, address) {
  for (const [at, streaming] of [
    ["", true],
    ["/plain", false],
  ]) {
    const executor = conduct((context, bus) => words(context, bus), (context) => context.userMessage.parts[0].content.value);
    const handler = new DefaultRequestHandler(card(address + at, streaming), new InMemoryTaskStore(), executor);
    app.use(`${at}/.well-known/agent-card.json`, agentCardHandler({ agentCardProvider: handler }));
    app.use(`${at}/rpc`, executor.gate, jsonRpcHandler({ requestHandler: handler, userBuilder: UserBuilder.noAuthentication }));
    app.get(`${at}/state`, (_, response) => response.json(executor.state));
  }
}
