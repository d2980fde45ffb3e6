// An agent made with Vercel's `ai` and its mock model: it reasons, calls a tool, answers. "fail" makes the model fail.
import { pipeUIMessageStreamToResponse, simulateReadableStream, stepCountIs, streamText, tool } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { z } from "zod";

const tokens = (input, output) => ({
  inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: output, text: output, reasoning: 0 },
});

const lookUp = [
  { type: "stream-start", warnings: [] },
  { type: "reasoning-start", id: "r1" },
  { type: "reasoning-delta", id: "r1", delta: "The weather " },
  { type: "reasoning-delta", id: "r1", delta: "must be looked up." },
  { type: "reasoning-end", id: "r1" },
  { type: "text-start", id: "t1" },
  { type: "text-delta", id: "t1", delta: "Let me look." },
  { type: "text-end", id: "t1" },
  { type: "tool-input-start", id: "call-1", toolName: "weather" },
  { type: "tool-input-delta", id: "call-1", delta: '{"city":' },
  { type: "tool-input-delta", id: "call-1", delta: '"Ulm"}' },
  { type: "tool-input-end", id: "call-1" },
  { type: "tool-call", toolCallId: "call-1", toolName: "weather", input: '{"city":"Ulm"}' },
  { type: "tool-call", toolCallId: "call-2", toolName: "moon", input: "{}" },
  { type: "finish", finishReason: { unified: "tool-calls", raw: undefined }, usage: tokens(11, 7) },
];
const answer = [
  { type: "stream-start", warnings: [] },
  { type: "text-start", id: "t2" },
  { type: "text-delta", id: "t2", delta: "Ulm has " },
  { type: "text-delta", id: "t2", delta: "21 °C." },
  { type: "text-end", id: "t2" },
  { type: "finish", finishReason: { unified: "stop", raw: undefined }, usage: tokens(30, 5) },
];
const failure = [
  { type: "stream-start", warnings: [] },
  { type: "text-start", id: "t1" },
  { type: "text-delta", id: "t1", delta: "One mo" },
  { type: "error", error: new Error("the model is tired") },
];

function run(fails) {
  let step = 0;
  const model = new MockLanguageModelV3({
    doStream: async () => ({
      stream: simulateReadableStream({ chunks: fails ? failure : step++ === 0 ? lookUp : answer }),
    }),
  });
  return streamText({
    model,
    prompt: "What is the weather in Ulm?",
    stopWhen: stepCountIs(3),
    onError: () => {},
    tools: {
      weather: tool({ inputSchema: z.object({ city: z.string() }), execute: async () => ({ celsius: 21 }) }),
      moon: tool({
        inputSchema: z.object({}),
        execute: async () => {
          throw new Error("no moon tonight");
        },
      }),
    },
  });
}

const said = (body) => JSON.stringify(body ?? {});

export function mount(app) {
  // As a chat page would get it; token counts travel as message metadata.
  app.post("/ui", (request, response) =>
    pipeUIMessageStreamToResponse({
      response,
      stream: run(said(request.body).includes("fail")).toUIMessageStream({
        onError: (error) => error.message,
        messageMetadata: ({ part }) => (part.type === "finish" ? { totalUsage: part.totalUsage } : undefined),
      }),
    }),
  );
  // The library's own parts, one a line, as a program would print them.
  app.post("/parts", async (request, response) => {
    response.setHeader("Content-Type", "application/x-ndjson");
    for await (const part of run(said(request.body).includes("fail")).fullStream) {
      const shown = part.type.endsWith("error") ? { ...part, error: { message: part.error.message } } : part;
      response.write(`${JSON.stringify(shown)}\n`);
    }
    response.end();
  });
}
