// @langchain/langgraph on the cases of topologies: node langgraph-topologies.mjs CASE DURABILITY FOLDER SECONDS
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Annotation, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";

const ANSWER = "Forty-two, all things considered.";
const WARM_UPS = 3;
const [name, durability, folder, seconds] = process.argv.slice(2);

const State = Annotation.Root({
  input: Annotation(),
  current: Annotation({ reducer: (_, next) => next, default: () => "" }),
  number: Annotation({ reducer: (sum, next) => sum + next, default: () => 0 }),
});
const answer = async () => ({ current: ANSWER, number: 1 });

function chain(steps) {
  const graph = new StateGraph(State);
  for (let step = 0; step < steps; step += 1) {
    graph.addNode(`stage_${step}`, answer);
    graph.addEdge(step ? `stage_${step - 1}` : START, `stage_${step}`);
  }
  return graph.addEdge(`stage_${steps - 1}`, END);
}

function fanOut(members) {
  const graph = new StateGraph(State).addNode("vote", async () => ({ number: 0 }));
  for (let member = 0; member < members; member += 1) {
    graph.addNode(`member_${member}`, answer);
    graph.addEdge(START, `member_${member}`);
  }
  const all = Array.from({ length: members }, (_, member) => `member_${member}`);
  return graph.addEdge(all, "vote").addEdge("vote", END);
}

// One node again and again: with as many nodes, what is saved after each of them would grow with their number.
function loop(steps) {
  return new StateGraph(State)
    .addNode("stage", answer)
    .addEdge(START, "stage")
    .addConditionalEdges("stage", (state) => (state.number < steps ? "stage" : END), ["stage", END]);
}

async function saver() {
  try {
    const { SqliteSaver } = await import("@langchain/langgraph-checkpoint-sqlite");
    const sqlite = SqliteSaver.fromConnString(join(folder, `${randomUUID()}.db`));
    sqlite.db.pragma("journal_mode = WAL");
    sqlite.db.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    return ["SQLite", sqlite];
  } catch (error) {
    console.error(`NO SQLITE SAVER, MEASURED WITH THE MEMORY SAVER, WHICH WRITES NOTHING: ${error.message}`);
    return ["memory", new MemorySaver()];
  }
}

const [kind, checkpointer] = await saver();
const cases = {
  chain: [chain(100), 100, 1],
  "fan-out": [fanOut(100), 100, 1],
  "chain of 1,000": [loop(1_000), 1_000, 1],
  "chain of 10,000": [loop(10_000), 10_000, 1],
  "1,000 at once": [chain(10), 10, 1_000],
};
const [graph, steps, atOnce] = cases[name];
const compiled = graph.compile({ checkpointer });
const one = async () => {
  const { number } = await compiled.invoke(
    { input: "What is the answer?" },
    { configurable: { thread_id: randomUUID() }, recursionLimit: steps + 10, durability: "sync" },
  );
  if (number !== steps) throw new Error(`done ${number} of ${steps}`);
};
const work = () => Promise.all(Array.from({ length: atOnce }, one));

const number = (file, key) => Number(readFileSync(file, "utf8").match(new RegExp(`^${key}:\\s+(\\d+)`, "m"))[1]);

for (let round = 0; round < (steps * atOnce > 1_000 ? 1 : WARM_UPS); round += 1) await work();
const took = [];
const written = number("/proc/self/io", "wchar");
const began = performance.now();
do {
  const started = performance.now();
  await work();
  took.push(performance.now() - started);
} while ((performance.now() - began) / 1000 < Number(seconds));
const bytes = Math.round((number("/proc/self/io", "wchar") - written) / took.length);
took.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    ms: took[Math.floor(took.length / 2)],
    written: bytes,
    peak: Math.round(number("/proc/self/status", "VmHWM") / 1024),
    saver: kind,
  }),
);
