// The smallest agent that speaks the Agent Client Protocol: one word, then the end of the turn.
import { createInterface } from "node:readline";

let sessions = 0;
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") {
    send({ id, result: { protocolVersion: 1 } });
  } else if (method === "session/new") {
    send({ id, result: { sessionId: `s${++sessions}` } });
  } else if (method === "session/prompt") {
    const update = { sessionUpdate: "agent_message_chunk", content: { type: "text", text: "fine, thank you" } };
    send({ method: "session/update", params: { sessionId: params.sessionId, update } });
    send({ id, result: { stopReason: "end_turn" } });
  }
}
