// A small shop assistant that speaks JSON Lines: one request a line in, events a line out.
// Everything else that is printed is kept as a log. Put your own agent in its place.
import { createInterface } from "node:readline";

const orders = {
  1042: { status: "on its way", tracking: "PW-77-1042" },
  1043: { status: "delivered", tracking: "PW-77-1043" },
};

const send = (request, event) => console.log(JSON.stringify({ ...event, id: request.id }));

function findOrder(input, messages) {
  const said = [...messages.map((message) => message.content), input].reverse();
  return said.map((text) => text.match(/\b\d{4}\b/)?.[0]).find((number) => number in orders);
}

function answer(input, context) {
  const order = findOrder(input, context.messages ?? []);
  if (/hours/i.test(input)) return "We are here from 9 to 17 on weekdays.";
  if (!order) return "Which order is it? The number has four digits.";
  if (/money|refund/i.test(input)) return `I have asked for a refund of order ${order}; it takes three days.`;
  if (/arrive/i.test(input)) return `Order ${order} arrives within two days.`;
  return `Order ${order} is ${orders[order].status}, tracking ${orders[order].tracking}.`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.type !== "input") continue;
  try {
    const words = answer(request.input, request.context ?? {}).match(/\S+\s*/g);
    for (const word of words) send(request, { type: "delta", delta: word });
    send(request, { type: "final", output: words.join("") });
  } catch (error) {
    send(request, { type: "error", error: String(error) });
  }
}
