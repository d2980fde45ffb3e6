// A LangGraph graph: a scripted chat model that streams, a tool node, and a way back. "fail" makes the tool node throw.
import { AIMessageChunk } from "@langchain/core/messages";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";

const call = (args, first) => ({
  index: 0,
  args,
  type: "tool_call_chunk",
  ...(first ? { id: "call-1", name: "weather" } : {}),
});
const lookUp = [
  { content: "Let me " },
  { content: "look." },
  { content: "", tool_call_chunks: [call("", true)] },
  { content: "", tool_call_chunks: [call('{"city":')] },
  { content: "", tool_call_chunks: [call('"Ulm"}')] },
  { content: "", usage_metadata: { input_tokens: 11, output_tokens: 7, total_tokens: 18 } },
];
const answer = [
  { content: "Ulm has " },
  { content: "21 °C." },
  { content: "", usage_metadata: { input_tokens: 30, output_tokens: 5, total_tokens: 35 } },
];

class Scripted extends BaseChatModel {
  _llmType() {
    return "scripted";
  }

  async _generate() {
    throw new Error("this model only streams");
  }

  async *_streamResponseChunks(messages, _, manager) {
    const id = `message-${messages.length}`;
    for (const fields of messages.some((message) => message.getType() === "tool") ? answer : lookUp) {
      const message = new AIMessageChunk({ ...fields, id });
      yield new ChatGenerationChunk({ message, text: message.content });
      await manager?.handleLLMNewToken(message.content, undefined, undefined, undefined, undefined, {
        chunk: new ChatGenerationChunk({ message, text: message.content }),
      });
    }
  }
}

const weather = tool(async () => JSON.stringify({ celsius: 21 }), {
  name: "weather",
  schema: z.object({ city: z.string() }),
});

function graph(fails) {
  const tools = fails
    ? () => {
        throw new Error("the weather service is gone");
      }
    : new ToolNode([weather]);
  const model = new Scripted({});
  return new StateGraph(MessagesAnnotation)
    .addNode("model", async (state) => {
      let whole;
      for await (const chunk of await model.stream(state.messages)) {
        whole = whole ? whole.concat(chunk) : chunk;
      }
      return { messages: [whole] };
    })
    .addNode("tools", tools)
    .addEdge(START, "model")
    .addConditionalEdges("model", (state) => (state.messages.at(-1).tool_calls?.length ? "tools" : END))
    .addEdge("tools", "model")
    .compile();
}

export function mount(app) {
  // POST /messages, /updates, /values or several: /messages,updates
  app.post("/:modes", async (request, response) => {
    response.setHeader("Content-Type", "text/event-stream");
    const fails = JSON.stringify(request.body ?? {}).includes("fail");
    const modes = request.params.modes.split(",");
    try {
      const stream = await graph(fails).stream(
        { messages: [{ role: "user", content: "What is the weather in Ulm?" }] },
        { streamMode: modes.length === 1 ? modes[0] : modes, encoding: "text/event-stream" },
      );
      for await (const piece of stream) {
        response.write(piece);
      }
    } catch (error) {
      // The library throws; a server around it says so in the stream, in the form of LangGraph's own server.
      response.write(`event: error\ndata: ${JSON.stringify({ error: error.name, message: error.message })}\n\n`);
    }
    response.end();
  });
}
