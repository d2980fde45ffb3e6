// A travel agent that speaks AG-UI behind POST /agent. It needs Node 20 or newer and nothing else.
import { createServer } from "node:http";

const distances = { ulm: 90, bonn: 430, kiel: 870 };

function* answer(text) {
  yield { type: "RUN_STARTED", threadId: "t", runId: "r" };
  const city = Object.keys(distances).find((name) => text.toLowerCase().includes(name));
  if (city) {
    yield { type: "TOOL_CALL_START", toolCallId: "call-1", toolCallName: "distance" };
    yield { type: "TOOL_CALL_ARGS", toolCallId: "call-1", delta: '{"city":' };
    yield { type: "TOOL_CALL_ARGS", toolCallId: "call-1", delta: `"${city}"}` };
    yield { type: "TOOL_CALL_END", toolCallId: "call-1" };
    yield { type: "TOOL_CALL_RESULT", toolCallId: "call-1", messageId: "m1", content: `{"km":${distances[city]}}` };
  }
  const words = city ? `It is ${distances[city]} km from here.` : "I know Ulm, Bonn and Kiel.";
  yield { type: "TEXT_MESSAGE_START", messageId: "m2", role: "assistant" };
  for (const word of words.split(/(?<= )/)) {
    yield { type: "TEXT_MESSAGE_CONTENT", messageId: "m2", delta: word };
  }
  yield { type: "TEXT_MESSAGE_END", messageId: "m2" };
  yield { type: "RUN_FINISHED", threadId: "t", runId: "r" };
}

const server = createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) {
    body += piece;
  }
  const { messages } = JSON.parse(body);
  response.setHeader("Content-Type", "text/event-stream");
  for (const event of answer(messages.at(-1).content)) {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
});

server.listen(Number(process.env.AGENT_PORT ?? 8801), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/agent`);
});
