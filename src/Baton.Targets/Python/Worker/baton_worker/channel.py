"""The channel to Baton: one JSON object a line, each way."""

from __future__ import annotations

import json
import os
import threading
from typing import Any, Dict, Iterator, List

Message = Dict[str, Any]

CHUNK = 1 << 18

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_from_json = json.JSONDecoder().decode


class LineBuffer:
    """Cuts a byte stream into lines, however the stream was chunked."""

    def __init__(self) -> None:
        self._rest: List[bytes] = []

    def feed(self, data: bytes) -> List[bytes]:
        """Takes the next bytes and returns the lines they complete, without their line breaks."""
        lines = data.split(b"\n")
        if len(lines) == 1:
            self._rest.append(data)
            return []
        lines[0] = b"".join(self._rest) + lines[0]
        self._rest = [lines.pop()]
        return lines


def encode(message: Message) -> bytes:
    """Writes a message as one line of valid UTF-8; half surrogate pairs become U+FFFD."""
    text = _to_json(message)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return whole_text(text).encode() + b"\n"


def whole_text(text: str) -> str:
    """Joins surrogate pairs and replaces the halves that stand alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def decode(lines: List[bytes]) -> List[Message]:
    """Reads many messages with one call of the parser."""
    return _from_json(b"".join((b"[", b",".join(lines), b"]")).decode())


class Channel:
    """Baton's end of the worker. Sending is safe from any thread; reading belongs to one."""

    def __init__(self, incoming: int, outgoing: int, received: bytes = b"") -> None:
        self.lock = threading.RLock()
        self._incoming = incoming
        self._outgoing = outgoing
        self._received = received
        self._lines = LineBuffer()

    def send(self, message: Message) -> None:
        """Sends one message; after Baton or the fork that owns the channel is gone, nothing."""
        data = encode(message)
        with self.lock:
            self.write(data)

    def batches(self) -> Iterator[List[Message]]:
        """Yields what arrives, many messages at a time, until Baton closes the channel."""
        data = self._received
        self._received = b""
        while True:
            lines = self._lines.feed(data) if data else []
            if lines:
                yield decode(lines)
            try:
                data = os.read(self._incoming, CHUNK)
            except OSError:
                return
            if not data:
                return

    def leave_to_parent(self) -> None:
        """Makes a forked child deaf and dumb, so that it cannot talk into its parent's messages."""
        self.lock = threading.RLock()
        for descriptor in (self._incoming, self._outgoing):
            os.close(descriptor)
        self._incoming = self._outgoing = -1

    def write(self, data: bytes) -> None:
        """Writes encoded messages; the caller holds the lock."""
        if self._outgoing < 0:
            return
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._outgoing, view) :]
        except OSError:
            # The reader meets the end of the channel at the same moment and ends the worker.
            self._outgoing = -1
