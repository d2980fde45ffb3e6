// The smallest agent that speaks JSON Lines: answers every request by its id.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { id } = JSON.parse(line);
  process.stdout.write(JSON.stringify({ type: "final", id, output: "fine, thank you" }) + "\n");
}
