// @langchain/langgraph's agent on the six cases, with a chat model that answers at once.
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import { AT_ONCE, PIECES, TALKS, measure } from "./measure.mjs";

const add = tool(async ({ number }) => number + 1, {
  name: "add",
  description: "Adds one to a number",
  schema: z.object({ number: z.number() }),
});

class InstantModel extends BaseChatModel {
  constructor(turns = 1, calls = 1, pieces = 1) {
    super({});
    Object.assign(this, { turns, calls, pieces });
  }

  _llmType() {
    return "instant";
  }

  bindTools() {
    return this;
  }

  async _generate(messages) {
    const message = this.next(messages);
    return { generations: [{ text: message.content, message }] };
  }

  async *_streamResponseChunks() {
    for (let piece = 0; piece < this.pieces; piece += 1) {
      yield new ChatGenerationChunk({ text: "word ", message: new AIMessageChunk("word ") });
    }
  }

  next(messages) {
    let results = 0;
    for (let index = messages.length - 1; index >= 0 && messages[index].getType() !== "human"; index -= 1) {
      if (messages[index].getType() === "tool") results += 1;
    }
    const turn = results / this.calls;
    if (turn >= this.turns - 1) return new AIMessage("Hello!");
    return new AIMessage({
      content: "",
      tool_calls: Array.from({ length: this.calls }, (_, call) => ({
        id: `call_${turn}_${call}`,
        name: "add",
        args: { number: 1 },
        type: "tool_call",
      })),
    });
  }
}

const withModel = (llm) => createReactAgent({ llm, tools: [add], prompt: "You are helpful." });
const one = withModel(new InstantModel());
const ten = withModel(new InstantModel(10));
const many = withModel(new InstantModel(2, 10));
const streaming = withModel(new InstantModel(1, 1, PIECES));
const options = { recursionLimit: 50 };
const run = async (agent) => {
  const { messages } = await agent.invoke({ messages: [new HumanMessage("Hello")] }, options);
  return messages.at(-1).content === "Hello!" ? 1 : 0;
};

await measure(
  {
    one_turn: { work: () => run(one), done: 1 },
    ten_turns: { work: () => run(ten), done: 1 },
    parallel_runs: {
      work: async () => (await Promise.all(Array.from({ length: AT_ONCE }, () => run(ten)))).reduce((a, b) => a + b),
      done: AT_ONCE,
    },
    stream: {
      work: async () => {
        let length = 0;
        const stream = await streaming.stream(
          { messages: [new HumanMessage("Hello")] },
          { ...options, streamMode: "messages" },
        );
        for await (const [chunk] of stream) length += chunk.content.length;
        return length;
      },
      done: PIECES * 5,
    },
    parallel_tools: { work: () => run(many), done: 1 },
    conversation: {
      work: async () => {
        let messages = [];
        for (let talk = 0; talk < TALKS; talk += 1) {
          ({ messages } = await one.invoke({ messages: [...messages, new HumanMessage("Hello")] }, options));
        }
        return messages.length;
      },
      done: TALKS * 2,
    },
  },
  process.argv.slice(2),
);
