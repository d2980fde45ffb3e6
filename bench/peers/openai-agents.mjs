// @openai/agents on the six cases, with a model of its interface that answers at once.
import { Agent, Runner, Usage, setTracingDisabled, tool } from "@openai/agents";
import { z } from "zod";
import { AT_ONCE, PIECES, TALKS, measure } from "./measure.mjs";

setTracingDisabled(true);

const add = tool({
  name: "add",
  description: "Adds one to a number",
  parameters: z.object({ number: z.number() }),
  execute: async ({ number }) => number + 1,
});

const says = (text) => ({
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text }],
});

class InstantModel {
  constructor(turns = 1, calls = 1, pieces = 1) {
    Object.assign(this, { turns, calls, pieces });
  }

  async getResponse(request) {
    return { usage: new Usage(), output: this.next(request) };
  }

  async *getStreamedResponse() {
    yield { type: "response_started" };
    for (let piece = 0; piece < this.pieces; piece += 1) yield { type: "output_text_delta", delta: "word " };
    yield {
      type: "response_done",
      response: {
        id: "one",
        usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
        output: [says("word ".repeat(this.pieces))],
      },
    };
  }

  next({ input }) {
    const items = Array.isArray(input) ? input : [];
    let results = 0;
    for (let index = items.length - 1; index >= 0 && items[index].role !== "user"; index -= 1) {
      if (items[index].type === "function_call_result") results += 1;
    }
    const turn = results / this.calls;
    if (turn >= this.turns - 1) return [says("Hello!")];
    return Array.from({ length: this.calls }, (_, call) => ({
      type: "function_call",
      callId: `call_${turn}_${call}`,
      name: "add",
      status: "completed",
      arguments: '{"number":1}',
    }));
  }
}

const runner = new Runner({ tracingDisabled: true });
const withModel = (model) => new Agent({ name: "Assistant", instructions: "You are helpful.", tools: [add], model });
const one = withModel(new InstantModel());
const ten = withModel(new InstantModel(10));
const many = withModel(new InstantModel(2, 10));
const streaming = withModel(new InstantModel(1, 1, PIECES));
const said = (result) => (result.finalOutput === "Hello!" ? 1 : 0);
const run = async (agent) => said(await runner.run(agent, "Hello", { maxTurns: 20 }));

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
        const result = await runner.run(streaming, "Hello", { stream: true });
        let length = 0;
        for await (const happened of result) {
          if (happened.type === "raw_model_stream_event" && happened.data.type === "output_text_delta") {
            length += happened.data.delta.length;
          }
        }
        return length;
      },
      done: PIECES * 5,
    },
    parallel_tools: { work: () => run(many), done: 1 },
    conversation: {
      work: async () => {
        let history = [];
        for (let talk = 0; talk < TALKS; talk += 1) {
          history = (await runner.run(one, [...history, { role: "user", content: "Hello" }])).history;
        }
        return history.length;
      },
      done: TALKS * 2,
    },
  },
  process.argv.slice(2),
);
