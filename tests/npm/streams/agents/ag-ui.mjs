// An AG-UI agent: events run through @ag-ui/client's agent class, which verifies them, and @ag-ui/encoder.
import { AbstractAgent, EventType } from "@ag-ui/client";
import { EventEncoder } from "@ag-ui/encoder";
import { from } from "rxjs";

const T = EventType;
const opening = [
  { type: T.RUN_STARTED, threadId: "thread-1", runId: "run-1" },
  { type: T.STEP_STARTED, stepName: "answer" },
];
const weather = [
  ...opening,
  { type: T.STATE_SNAPSHOT, snapshot: { text: "no part of the answer" } },
  { type: T.TEXT_MESSAGE_START, messageId: "m1", role: "assistant" },
  { type: T.TEXT_MESSAGE_CONTENT, messageId: "m1", delta: "Let me look." },
  { type: T.TEXT_MESSAGE_END, messageId: "m1" },
  { type: T.TOOL_CALL_START, toolCallId: "call-1", toolCallName: "weather", parentMessageId: "m1" },
  { type: T.TOOL_CALL_ARGS, toolCallId: "call-1", delta: '{"city":' },
  { type: T.TOOL_CALL_START, toolCallId: "call-2", toolCallName: "moon" },
  { type: T.TOOL_CALL_ARGS, toolCallId: "call-1", delta: '"Ulm"}' },
  { type: T.TOOL_CALL_END, toolCallId: "call-1" },
  { type: T.TOOL_CALL_ARGS, toolCallId: "call-2", delta: "{}" },
  { type: T.TOOL_CALL_END, toolCallId: "call-2" },
  { type: T.TOOL_CALL_RESULT, messageId: "m2", toolCallId: "call-1", content: '{"celsius":21}', role: "tool" },
  { type: T.TOOL_CALL_RESULT, messageId: "m3", toolCallId: "call-2", content: "no moon tonight", role: "tool" },
  { type: T.TEXT_MESSAGE_START, messageId: "m4", role: "assistant" },
  { type: T.TEXT_MESSAGE_CONTENT, messageId: "m4", delta: "Ulm has " },
  { type: T.TEXT_MESSAGE_CONTENT, messageId: "m4", delta: "21 °C." },
  { type: T.TEXT_MESSAGE_END, messageId: "m4" },
  { type: T.CUSTOM, name: "mood", value: "sunny" },
  { type: T.STEP_FINISHED, stepName: "answer" },
  { type: T.RUN_FINISHED, threadId: "thread-1", runId: "run-1" },
];
const failure = [
  ...opening,
  { type: T.TEXT_MESSAGE_START, messageId: "m1", role: "assistant" },
  { type: T.TEXT_MESSAGE_CONTENT, messageId: "m1", delta: "One mo" },
  { type: T.RUN_ERROR, message: "the model is tired", code: "tired" },
];
// Short forms: one event opens, fills and closes a message or a call.
const chunks = [
  opening[0],
  { type: T.TOOL_CALL_CHUNK, toolCallId: "call-1", toolCallName: "weather", delta: '{"city":' },
  { type: T.TOOL_CALL_CHUNK, delta: '"Ulm"}' },
  { type: T.TOOL_CALL_RESULT, messageId: "m2", toolCallId: "call-1", content: '{"celsius":21}', role: "tool" },
  { type: T.TEXT_MESSAGE_CHUNK, messageId: "m4", role: "assistant", delta: "Ulm has " },
  { type: T.TEXT_MESSAGE_CHUNK, delta: "21 °C." },
  { type: T.RUN_FINISHED, threadId: "thread-1", runId: "run-1" },
];

class Scripted extends AbstractAgent {
  constructor(events) {
    super();
    this.events = events;
  }

  run() {
    return from(this.events);
  }
}

async function reply(events, response) {
  const encoder = new EventEncoder();
  response.setHeader("Content-Type", encoder.getContentType());
  // What the agent class makes of the events is checked; what goes out is what it was given.
  await new Scripted(events).runAgent().catch(() => {});
  events.forEach((event) => response.write(encoder.encodeSSE(event)));
  response.end();
}

export function mount(app) {
  app.post("/agent", (request, response) =>
    reply(JSON.stringify(request.body ?? {}).includes("fail") ? failure : weather, response),
  );
  app.post("/chunks", (_, response) => reply(chunks, response));
}
