// An agent that speaks JSON Lines and is done after ten steps; what it has counted comes back with the next one.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { id, input } = JSON.parse(line);
  const step = (input.step ?? 0) + 1;
  process.stdout.write(JSON.stringify({ type: "final", id, output: { text: "fine, thank you", step, done: step === 10 } }) + "\n");
}
