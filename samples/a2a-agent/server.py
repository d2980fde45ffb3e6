#!/usr/bin/env python3
"""An agent that speaks A2A 0.3 over JSON-RPC and asks back before it books. Python 3.9, nothing else."""

import json
import os
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

waiting = {}


def part(text):
    return [{"kind": "text", "text": text}]


def results(message):
    """What the agent says to a message: a task that ends, or one that waits for the user."""
    text = message["parts"][0]["text"]
    context = message.get("contextId") or str(uuid.uuid4())
    task = message.get("taskId")
    names = {"taskId": task or str(uuid.uuid4()), "contextId": context}
    yield {"kind": "task", "id": names["taskId"], "contextId": context, "status": {"state": "submitted"}}
    if task in waiting:
        said = [f"Your {waiting.pop(task)} ", f"is booked: {text}"]
    elif "book" in text.lower():
        waiting[names["taskId"]] = text.split()[-1]
        question = {"kind": "message", "role": "agent", "messageId": str(uuid.uuid4()), "parts": part("For which day?")}
        yield {"kind": "status-update", **names, "final": True, "status": {"state": "input-required", "message": question}}
        return
    else:
        said = ["I book rooms ", "and tables."]
    for number, words in enumerate(said):
        artifact = {"artifactId": "answer", "parts": part(words)}
        yield {"kind": "artifact-update", **names, "append": number > 0, "artifact": artifact}
    yield {"kind": "status-update", **names, "final": True, "status": {"state": "completed"}}


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path != "/.well-known/agent-card.json":
            self.answer(404, {"error": "no such path"})
            return
        card = {
            "name": "Booking desk",
            "description": "Books rooms and tables",
            "protocolVersion": "0.3.0",
            "version": "1.0.0",
            "url": f"http://127.0.0.1:{self.server.server_port}/rpc",
            "preferredTransport": "JSONRPC",
            "capabilities": {"streaming": True},
            "defaultInputModes": ["text/plain"],
            "defaultOutputModes": ["text/plain"],
            "skills": [],
        }
        self.answer(200, card)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if request["method"] != "message/stream":
            error = {"code": -32601, "message": f"no method {request['method']}"}
            self.answer(200, {"jsonrpc": "2.0", "id": request["id"], "error": error})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for result in results(request["params"]["message"]):
            item = json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result})
            self.chunk(f"data: {item}\n\n".encode())
        self.chunk(b"")

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("AGENT_PORT", "8803"))), Agent)
    print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
