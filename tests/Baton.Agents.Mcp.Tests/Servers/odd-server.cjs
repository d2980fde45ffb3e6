// A server that misbehaves on request. node odd-server.cjs FOLDER-OF-PACKAGES WAY
'use strict';
const { createRequire } = require('node:module');
const http = require('node:http');
const [packages, way] = process.argv.slice(2);
const load = createRequire(`${packages}/package.json`);
const sdk = '@modelcontextprotocol/sdk';
const { Server } = load(`${sdk}/server/index.js`);
const types = load(`${sdk}/types.js`);

const tools = new Map([
  ['pid', () => String(process.pid)],
  ['hang', () => new Promise(() => {})],
  ['refuse', () => { throw new Error('the stock is locked'); }],
  ['fail', () => ({ isError: true, content: [{ type: 'text', text: 'no such shop' }] })],
  ['crash', () => { console.error('last words'); process.exit(3); }],
  ['variable', ({ name }) => process.env[name] ?? '(not set)'],
  ['folder', () => process.cwd()],
  ['shop.open', () => 'open'],
]);

function makeServer() {
  const server = new Server({ name: 'odd', version: '1' }, { capabilities: { tools: { listChanged: true } }, instructions: 'Ask nicely.' });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: [...tools.keys()].map((name) => ({ name, description: `does ${name}`, inputSchema: { type: 'object' } })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }) => {
    const result = await tools.get(params.name)(params.arguments ?? {}, server);
    return typeof result === 'string' ? { content: [{ type: 'text', text: result }] } : result;
  });
  return server;
}

tools.set('extend', async (_, server) => {
  tools.set('added', () => 'new');
  await server.sendToolListChanged();
  return 'extended';
});

async function stdio() {
  const { StdioServerTransport } = load(`${sdk}/server/stdio.js`);
  if (way === 'garbage') {
    process.stdout.write('Starting up...\n{"half": \n\u0000\u0001[]\n42\n');
    setInterval(() => process.stdout.write('still here\n'), 5).unref();
  }
  await makeServer().connect(new StdioServerTransport());
  // A parent that went away closes the input.
  process.stdin.on('end', () => process.exit(0));
}

function listen(handle) {
  const server = http.createServer((request, response) => {
    if (request.headers.authorization !== 'Bearer sesame') {
      response.writeHead(401).end();
      return;
    }
    handle(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  server.listen(Number(process.argv[4] ?? 0), '127.0.0.1', () => console.log(server.address().port));
}

function streamable() {
  const { StreamableHTTPServerTransport } = load(`${sdk}/server/streamableHttp.js`);
  const sessions = new Map();
  listen(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = sessions.get(id);
    if (!transport) {
      if (id) {
        response.writeHead(404).end();
        return;
      }
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (made) => sessions.set(made, transport),
      });
      await makeServer().connect(transport);
    }
    await transport.handleRequest(request, response);
  });
}

function sse() {
  const { SSEServerTransport } = load(`${sdk}/server/sse.js`);
  const sessions = new Map();
  listen(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (request.method === 'GET') {
      const transport = new SSEServerTransport('/messages', response);
      sessions.set(transport.sessionId, transport);
      await makeServer().connect(transport);
    } else if (url.pathname === '/messages') {
      await sessions.get(url.searchParams.get('sessionId')).handlePostMessage(request, response);
    } else {
      response.writeHead(405).end();
    }
  });
}

switch (way) {
  case 'http': streamable(); break;
  case 'sse': sse(); break;
  case 'silent': process.stdin.resume(); process.stdin.on('end', () => process.exit(0)); break;
  case 'exit': console.error('no licence found'); process.exit(3); break;
  default: stdio();
}
