// A worker in Node without any package: takes requests from a Redis stream as a consumer of a group and adds replies.
//
//     REDIS_URL=redis://127.0.0.1:6379 node worker.mjs
//
// A request stays pending until it is acknowledged, after its reply. What other workers left pending for 30 seconds is
// claimed and answered here.
import { connect } from "node:net";

const url = new URL(process.env.REDIS_URL ?? "redis://127.0.0.1:6379");
const queue = process.env.QUEUE ?? "colours:requests";
const group = "baton";
const worker = process.env.WORKER ?? `node-${process.pid}`;
const colours = { sky: "blue", grass: "green", snow: "white" };

// Just enough of a client: commands go out as lists of strings, replies come back in RESP2, in order.
function redis({ hostname, port, username, password }) {
  const socket = connect({ host: hostname, port: Number(port || 6379) });
  const waiting = [];
  let buffered = Buffer.alloc(0);
  const parse = (at) => {
    const end = buffered.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const [kind, rest] = [String.fromCharCode(buffered[at]), buffered.toString("utf8", at + 1, end)];
    if (kind === "-") return { value: new Error(rest), next: end + 2 };
    if (kind === ":") return { value: Number(rest), next: end + 2 };
    if (kind === "+") return { value: rest, next: end + 2 };
    const length = Number(rest);
    if (length < 0) return { value: null, next: end + 2 };
    if (kind === "$") {
      const next = end + 2 + length + 2;
      return next > buffered.length ? undefined : { value: buffered.toString("utf8", end + 2, next - 2), next };
    }
    const list = { value: [], next: end + 2 };
    for (let index = 0; index < length; index++) {
      const item = parse(list.next);
      if (!item) return undefined;
      list.value.push(item.value);
      list.next = item.next;
    }
    return list;
  };
  socket.on("data", (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let reply = parse(0); reply; reply = parse(0)) {
      buffered = buffered.subarray(reply.next);
      const { resolve, reject } = waiting.shift();
      reply.value instanceof Error ? reject(reply.value) : resolve(reply.value);
    }
  });
  const fail = (error) => waiting.splice(0).forEach(({ reject }) => reject(error));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));
  const call = (...words) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write(`*${words.length}\r\n` + words.map((word) => `$${Buffer.byteLength(`${word}`)}\r\n${word}\r\n`).join(""));
    });
  if (password) call("AUTH", ...(username ? [username] : []), decodeURIComponent(password)).catch(fail);
  return call;
}

// The replies to a request; `seq` lets Baton drop what comes twice.
function* answer({ input }) {
  const thing = Object.keys(colours).find((name) => input.toLowerCase().includes(name));
  if (!thing) return yield { type: "error", error: `no colour is known for: ${input}`, code: "unknown" };
  const words = ["It ", "is ", `${colours[thing]}.`];
  for (const word of words) yield { type: "delta", delta: word };
  yield { type: "final", output: words.join("") };
}

async function serve(call, [entry, fields]) {
  const request = JSON.parse(fields[fields.indexOf("data") + 1]);
  let seq = 0;
  for (const reply of answer(request)) {
    await call("XADD", request.reply_to, "*", "data", JSON.stringify({ ...reply, id: request.id, seq: ++seq }));
    await call("EXPIRE", request.reply_to, 3600); // Nobody may be left to read it.
  }
  await call("XACK", queue, group, entry);
  await call("XDEL", queue, entry);
}

const call = redis(url);
await call("XGROUP", "CREATE", queue, group, "0", "MKSTREAM").catch((error) => {
  if (!error.message.startsWith("BUSYGROUP")) throw error;
});
console.log(`waiting for requests in ${queue}`);
while (true) {
  const [, abandoned] = await call("XAUTOCLAIM", queue, group, worker, 30_000, "0-0");
  const read = abandoned.length > 0 ? null : await call("XREADGROUP", "GROUP", group, worker, "BLOCK", 5000, "STREAMS", queue, ">");
  for (const entry of read?.[0][1] ?? abandoned) await serve(call, entry);
}
