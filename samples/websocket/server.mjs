// A tutor that streams its answers over a WebSocket and remembers the conversation for as long as the connection is
// open. A message {"message": "…"} is answered with {"event": "token", "text": "…"} a few times and then with
// {"event": "end"}; what goes wrong with {"event": "problem", "problem": "…"}.
import { listen } from "./websocket.mjs";
import { setTimeout as pause } from "node:timers/promises";

const topics = {
  fractions: "A fraction is a part of a whole: 3/4 means three of four equal parts.",
  primes: "A prime has exactly two divisors, 1 and itself: 2, 3, 5, 7, 11.",
  angles: "The angles of a triangle add up to 180 degrees.",
};

function answer(message, session) {
  if (/poem/i.test(message)) throw new Error("I teach mathematics only");
  if (/again|repeat/i.test(message)) return session.last ? `Once more: ${session.last}` : "I have not said anything yet.";
  const topic = Object.keys(topics).find((name) => message.toLowerCase().includes(name));
  if (!topic) return `Ask me about ${Object.keys(topics).join(", ")}.`;
  session.last = topics[topic];
  return session.last;
}

const port = await listen(Number(process.env.AGENT_PORT ?? 8798), (send) => {
  const session = {};
  send(JSON.stringify({ event: "hello" }));
  return async (text) => {
    try {
      for (const word of answer(JSON.parse(text).message, session).match(/\S+\s*/g)) {
        send(JSON.stringify({ event: "token", text: word }));
        await pause(5);
      }
      send(JSON.stringify({ event: "end" }));
    } catch (error) {
      send(JSON.stringify({ event: "problem", problem: error.message }));
    }
  };
});
console.log(`listening on ws://127.0.0.1:${port}/tutor`);
