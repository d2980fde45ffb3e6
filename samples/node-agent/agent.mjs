// A travel agent in Node that speaks JSON Lines and stays alive for many requests. It streams its answer word by
// word and reports the tool it calls. Every line carries the `id` of the request it belongs to.
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const trains = {
  lisbon: ["06:30", "11:30", "19:00"],
  vienna: ["07:10", "22:40"],
};
let calls = 0;

const send = (request, event) => process.stdout.write(`${JSON.stringify({ ...event, id: request.id })}\n`);

function findTrains(request, city) {
  const call_id = `call_${++calls}`;
  send(request, { type: "tool_call", call_id, name: "find_trains", arguments: { city } });
  const result = trains[city];
  send(request, { type: "tool_result", call_id, result });
  return result;
}

// The city that was named last, in this message or before.
function findCity(request) {
  const said = [...(request.context.messages ?? []).map((message) => message.content), request.input].reverse();
  return said.flatMap((text) => Object.keys(trains).filter((city) => text.toLowerCase().includes(city)))[0];
}

function answer(request) {
  if (/weather/i.test(request.input)) throw new Error("the weather service is not part of this sample");
  const city = findCity(request);
  if (!city) return "Where to? Trains go to Lisbon and Vienna.";
  const times = findTrains(request, city);
  const name = city[0].toUpperCase() + city.slice(1);
  if (/first|early/i.test(request.input)) return `The first train to ${name} leaves at ${times[0]}.`;
  return `Trains to ${name} leave at ${times.join(", ")}.`;
}

async function serve(request) {
  try {
    const words = answer(request).match(/\S+\s*/g);
    for (const word of words) {
      send(request, { type: "delta", delta: word });
      await pause(5);
    }
    send(request, { type: "final", output: words.join("") });
  } catch (error) {
    send(request, { type: "error", error: error.message, code: "unavailable" });
  }
}

console.error("travel agent ready"); // Standard error, and any line that is no JSON object, is kept as a log.
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.type === "input") serve(request);
}
