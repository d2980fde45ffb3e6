// Serves one agent of ./agents on a free loopback port and prints its address: node serve.mjs vercel-ai
// It ends when its standard input does, so that no server outlives the test that started it.
import express from "express";

const [name] = process.argv.slice(2);
const { mount } = await import(`./agents/${name}.mjs`);
const app = express();
app.use(express.json({ limit: "4mb" }));
const server = app.listen(0, "127.0.0.1", async () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  await mount(app, address);
  console.log(`listening on ${address}/`);
});
process.stdin.on("end", () => process.exit(0)).resume();
