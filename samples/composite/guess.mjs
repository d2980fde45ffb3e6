// Guesses a mood; it is not always one of the known ones.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { id, input, type } = JSON.parse(line);
  if (type !== "input") continue;
  const text = input.toLowerCase();
  const output = text.includes("brok") ? "bad" : text.includes("love") ? "good" : "curious";
  console.log(JSON.stringify({ type: "final", id, output }));
}
