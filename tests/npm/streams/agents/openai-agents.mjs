// An agent of @openai/agents whose model is the server at MODEL_URL; its own stream events go out, one a line.
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { z } from "zod";

setTracingDisabled(true);

export function mount(app) {
  const runner = new Runner({
    modelProvider: new OpenAIProvider({
      apiKey: "none",
      baseURL: `${process.env.MODEL_URL}v1`,
      useResponses: process.env.MODEL_API !== "chat",
    }),
  });
  const agent = new Agent({
    name: "guide",
    model: "gpt-4o",
    tools: [
      tool({
        name: "weather",
        description: "The weather in a city",
        parameters: z.object({ city: z.string() }),
        execute: async () => ({ celsius: 21 }),
      }),
    ],
  });
  app.post("/events", async (request, response) => {
    response.setHeader("Content-Type", "application/x-ndjson");
    try {
      const stream = await runner.run(agent, request.body?.input ?? "weather", { stream: true });
      for await (const event of stream) {
        response.write(`${JSON.stringify(event)}\n`);
      }
      await stream.completed;
    } catch (error) {
      response.write(`${JSON.stringify({ type: "error", message: error.message })}\n`);
    }
    response.end();
  });
}
