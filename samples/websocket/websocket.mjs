// Just enough of a WebSocket server (RFC 6455) for this sample to need no package. In an agent of your own use one,
// for example `ws`: it knows limits, compression and everything else that is left out here.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const [TEXT, CLOSE, PING, PONG] = [0x1, 0x8, 0x9, 0xa];

/** Listens on loopback. `open(send)` is called for each connection and returns what to do with a message. */
export function listen(port, open) {
  const server = createServer((_, response) => response.writeHead(426).end("This is a WebSocket server.\n"));
  server.on("upgrade", (request, socket) => {
    const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Accept: ${createHash("sha1").update(key).digest("base64")}\r\n\r\n`,
    );
    socket.on("error", () => socket.destroy());
    serve(socket, open);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server.address().port)));
}

function serve(socket, open) {
  const send = (opcode, payload) => socket.writable && socket.write(frame(opcode, Buffer.from(payload)));
  const receive = open((text) => send(TEXT, text));
  let buffered = Buffer.alloc(0);
  let fragments = [];
  socket.on("data", (bytes) => {
    buffered = Buffer.concat([buffered, bytes]);
    for (let next; (next = parse(buffered)); ) {
      buffered = buffered.subarray(next.end);
      if (next.opcode === CLOSE) {
        send(CLOSE, next.payload.subarray(0, 2));
        socket.end();
      } else if (next.opcode === PING) {
        send(PONG, next.payload);
      } else if (next.opcode !== PONG) {
        fragments.push(next.payload);
        if (next.last) {
          receive(Buffer.concat(fragments).toString());
          fragments = [];
        }
      }
    }
  });
}

/** A frame as a server sends it: without a mask. */
function frame(opcode, payload) {
  if (payload.length < 126) return Buffer.concat([Buffer.of(0x80 | opcode, payload.length), payload]);
  const head = Buffer.alloc(10);
  head.writeUInt8(0x80 | opcode, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

/** The first frame of a client in the bytes, or nothing while it is not there whole. */
function parse(bytes) {
  if (bytes.length < 2) return undefined;
  const short = bytes[1] & 0x7f;
  const mask = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < mask + 4) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = mask + 4 + length;
  if (bytes.length < end) return undefined;
  const payload = bytes.subarray(mask + 4, end).map((byte, at) => byte ^ bytes[mask + (at % 4)]);
  return { opcode: bytes[0] & 0x0f, last: bytes[0] >= 0x80, payload, end };
}
