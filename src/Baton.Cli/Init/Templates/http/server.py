"""A small shop assistant behind HTTP that needs nothing but Python. Put your own service in its place.

POST /chat {"message": "...", "messages": [...]} answers {"answer": "..."}.
"""

import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ORDERS = {"1042": "on its way", "1043": "delivered"}


def answer(message, messages):
    said = [entry["content"] for entry in messages] + [message]
    numbers = re.findall(r"\b\d{4}\b", " ".join(said))
    order = next((number for number in reversed(numbers) if number in ORDERS), None)
    text = message.lower()
    if "hours" in text:
        return "We are here from 9 to 17 on weekdays."
    if order is None:
        return "Which order is it? The number has four digits."
    if "money" in text or "refund" in text:
        return f"I have asked for a refund of order {order}; it takes three days."
    if "arrive" in text:
        return f"Order {order} arrives within two days."
    return f"Your order {order} is {ORDERS[order]}."


class Chat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"answer": answer(request["message"], request.get("messages") or [])}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(os.environ.get("AGENT_PORT", "8765"))
    print(f"listening on http://127.0.0.1:{port}/chat", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Chat).serve_forever()
