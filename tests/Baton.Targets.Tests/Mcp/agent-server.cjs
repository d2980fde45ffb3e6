// An MCP server with agents as tools. node agent-server.cjs FOLDER-OF-PACKAGES stdio|http
'use strict';
const { createRequire } = require('node:module');
const http = require('node:http');
const [packages, way] = process.argv.slice(2);
const load = createRequire(`${packages}/package.json`);
const sdk = '@modelcontextprotocol/sdk';
const { Server } = load(`${sdk}/server/index.js`);
const types = load(`${sdk}/types.js`);
const text = (words) => ({ content: [{ type: 'text', text: words }] });
const object = (properties, required) => ({ type: 'object', properties, required, additionalProperties: false });
const word = { type: 'string' };

const tools = {
  ask: [object({ question: word }, ['question']), ({ question }) => text(`You asked: ${question}`)],
  echo: [
    object({ input: word }, ['input']),
    ({ input }) => (input === 'fail' ? { isError: true, ...text('as asked') } : text(`You said: ${input}`)),
  ],
  chat: [
    object({ input: word, history: { type: 'array' }, user: word }, ['input', 'history']),
    ({ input, history, user }) => text(`${user} said ${input} after ${history.length}`),
  ],
  structured: [
    object({ query: word, limit: { type: 'number' } }, []),
    ({ query }) => ({ content: [], structuredContent: { result: { text: `found ${query}` }, count: 2 } }),
  ],
  picture: [
    object({ prompt: word }, ['prompt']),
    () => ({ content: [{ type: 'text', text: 'Here it is.' }, { type: 'image', data: 'aGk=', mimeType: 'image/png' }] }),
  ],
  two: [object({ city: word, day: word }, ['city', 'day']), ({ city, day }) => text(`${city} on ${day}`)],
  fail: [object({ input: word }, ['input']), () => ({ isError: true, ...text('the agent is out of ideas') })],
  crash: [object({ input: word }, ['input']), () => { console.error('last words'); process.exit(3); }],
  hang: [object({ input: word }, ['input']), () => new Promise(() => {})],
  pid: [object({ input: word }, ['input']), () => text(String(process.pid))],
  surroundings: [
    object({ input: word }, ['input']),
    ({ input }, meta) => text(JSON.stringify({ variable: process.env[input] ?? null, trace: meta?.traceparent ?? null })),
  ],
};

function makeServer() {
  const server = new Server({ name: 'agents', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: Object.entries(tools).map(([name, [inputSchema]]) => ({ name, inputSchema })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, ({ params }) =>
    tools[params.name][1](params.arguments ?? {}, params._meta));
  return server;
}

if (way === 'http') {
  const { StreamableHTTPServerTransport } = load(`${sdk}/server/streamableHttp.js`);
  const listener = http.createServer(async (request, response) => {
    if (request.headers.authorization !== 'Bearer sesame') {
      response.writeHead(401).end();
      return;
    }
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await makeServer().connect(transport);
    await transport.handleRequest(request, response);
  });
  listener.listen(0, '127.0.0.1', () => console.log(listener.address().port));
} else {
  const { StdioServerTransport } = load(`${sdk}/server/stdio.js`);
  makeServer().connect(new StdioServerTransport());
  process.stdin.on('end', () => process.exit(0));
}
