"""A recipe agent that streams its answer as server-sent events. It needs nothing but Python.

POST /chat {"message": "..."} answers with events `delta` ({"text": "..."}), `usage` and, at the end, `[DONE]`.
"""

import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RECIPES = {
    "soup": "Boil two carrots, one onion and a potato for twenty minutes, then blend.",
    "bread": "Mix 500 g of flour, 350 ml of water, yeast and salt; wait; bake for forty minutes.",
    "salad": "Cut tomatoes and cucumber, add oil, lemon and salt.",
}


def answer(message):
    for dish, recipe in RECIPES.items():
        if dish in message.lower():
            return recipe
    return f"I know how to make {', '.join(RECIPES)}. Which one?"


class Chat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = answer(request["message"]).split(" ")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        for position, word in enumerate(words):
            self.send_event("delta", json.dumps({"text": word if position == 0 else f" {word}"}))
            time.sleep(0.005)
        self.send_event("usage", json.dumps({"words": len(words)}))
        self.send_event("message", "[DONE]")

    def send_event(self, name, data):
        self.wfile.write(f"event: {name}\ndata: {data}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("AGENT_PORT", "8799"))), Chat)
    print(f"listening on http://127.0.0.1:{server.server_port}/chat", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
