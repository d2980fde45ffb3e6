"""A worker in Python, standard library only: takes requests from a Redis list and pushes replies.

    REDIS_URL=redis://127.0.0.1:6379 python3 worker.py

A request moves into a list of this worker's own and goes from there after its reply was pushed. A worker that is
started again under the same name (WORKER, default "python") finds what it had not finished and does it first.
"""

import json
import os
import socket
import time
from urllib.parse import urlparse

QUEUE = os.environ.get("QUEUE", "colours:requests")
TAKEN = f"{QUEUE}:taken-by-{os.environ.get('WORKER', 'python')}"
COLOURS = {"sky": "blue", "grass": "green", "snow": "white"}


class Redis:
    """Just enough of a client: commands go out as lists of byte strings, replies come back in RESP2."""

    def __init__(self, url):
        where = urlparse(url)
        self.file = socket.create_connection((where.hostname, where.port or 6379)).makefile("rwb")
        if where.password:
            self.call(*(word for word in ("AUTH", where.username, where.password) if word))
        if where.path.strip("/"):
            self.call("SELECT", where.path.strip("/"))

    def call(self, *words):
        words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        self.file.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words))
        self.file.flush()
        return self.read()

    def read(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return None if rest == b"-1" else [self.read() for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest.decode()


def answer(request):
    """Yields the replies to a request; `seq` lets Baton drop what comes twice."""
    said = request["input"].lower()
    found = [colour for thing, colour in COLOURS.items() if thing in said]
    if not found:
        yield {"type": "error", "error": f"no colour is known for: {request['input']}", "code": "unknown"}
        return
    words = ["It ", "is ", found[0] + "."]
    for word in words:
        yield {"type": "delta", "delta": word}
    yield {"type": "final", "output": "".join(words)}


def serve(redis):
    while redis.call("LMOVE", TAKEN, QUEUE, "RIGHT", "RIGHT"):
        pass  # Left over from before.
    print(f"waiting for requests in {QUEUE}", flush=True)
    while True:
        body = redis.call("BLMOVE", QUEUE, TAKEN, "RIGHT", "LEFT", 0)
        request = json.loads(body)
        for number, reply in enumerate(answer(request), start=1):
            line = json.dumps({**reply, "id": request["id"], "seq": number})
            redis.call("LPUSH", request["reply_to"], line)
            redis.call("EXPIRE", request["reply_to"], 3600)  # Nobody may be left to read it.
        redis.call("LREM", TAKEN, -1, body)


if __name__ == "__main__":
    while True:
        try:
            serve(Redis(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379")))
        except OSError as lost:
            print(f"{lost}; trying again", flush=True)
            time.sleep(0.2)
