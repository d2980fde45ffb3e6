#!/usr/bin/env python3
"""A model server that speaks OpenAI's /v1/chat/completions, with a parrot for a model. Python 3.9, nothing else."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            self.answer(404, {"error": {"message": f"no such path: {self.path}"}})
        elif request["model"] != "parrot-1":
            self.answer(404, {"error": {"message": f"no such model: {request['model']}"}})
        else:
            self.stream(request)

    def stream(self, request):
        said = [message["content"] for message in request["messages"] if message["role"] == "user"]
        words = f"You said {said[-1]!r}, and {len(said) - 1} things before.".split(" ")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, word in enumerate(words):
            self.event({"content": word if number == 0 else f" {word}"})
        self.event({}, "stop")
        asked = sum(len(message["content"].split()) for message in request["messages"])
        usage = {"prompt_tokens": asked, "completion_tokens": len(words), "total_tokens": asked + len(words)}
        self.send({"model": "parrot-1", "choices": [], "usage": usage})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def event(self, delta, finish_reason=None):
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        self.send({"model": "parrot-1", "choices": [choice]})

    def send(self, item):
        self.chunk(f"data: {json.dumps(item)}\n\n".encode())

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
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("AGENT_PORT", "8802"))), Server)
    print(f"listening on http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()
