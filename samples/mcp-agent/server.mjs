// An MCP server without any package: one tool, `ask`, that answers like a librarian.
import { createInterface } from "node:readline";

const books = { whales: "Moby-Dick", dragons: "The Hobbit", detectives: "The Hound of the Baskervilles" };

const tool = {
  name: "ask",
  description: "Asks the librarian for a book",
  inputSchema: { type: "object", properties: { question: { type: "string" } }, required: ["question"] },
};

function answer(question) {
  const subject = Object.keys(books).find((each) => question.toLowerCase().includes(each));
  return subject ? `On ${subject} we have ${books[subject]}.` : "We have nothing on that, I am afraid.";
}

const methods = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "library", version: "1.0.0" },
  }),
  ping: () => ({}),
  "tools/list": () => ({ tools: [tool] }),
  "tools/call": ({ arguments: { question } }) => ({ content: [{ type: "text", text: answer(question) }] }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const known = methods[method];
  const outcome = known
    ? { result: known(params) }
    : { error: { code: -32601, message: `there is no method ${method}` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...outcome })}\n`);
}
