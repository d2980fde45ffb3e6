"""The channel to Baton: one JSON object a line, each way."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections import deque
from queue import SimpleQueue
from time import sleep
from typing import Any, Callable, Deque, Dict, Iterator, List, Optional

from baton_worker.shared_buffer import SharedBuffer

Message = Dict[str, Any]

CHUNK = 1 << 18

LATE = 0.02
"""Seconds a message may wait while the event loop is blocked."""

_GONE = (errno.EPIPE, errno.EBADF)

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
    """Baton's end of the worker. Sending is safe from any thread; reading belongs to one.

    A signal handler or a finaliser may send something in the middle of sending, on the same thread: it then goes out behind.
    """

    def __init__(self, incoming: int, outgoing: int, received: bytes = b"") -> None:
        self.lock = threading.RLock()
        self._incoming = incoming
        self._outgoing = outgoing
        self._received = received
        self._lines = LineBuffer()
        self._coming: Deque[bytes] = deque()
        self._is_sending = False
        self._is_urgent = False
        self._buffer: Optional[SharedBuffer] = None
        self._at_end_of_round: Callable[[Callable[[], None]], Any] = lambda write: None
        self._is_scheduled = False
        # An event of `threading` cannot be set by a signal handler that interrupts its setting.
        self._watched: "SimpleQueue[None]" = SimpleQueue()
        self._is_watched = False

    def send(self, message: Message) -> None:
        """Sends one message; after Baton or the fork that owns the channel is gone, nothing."""
        data = encode(message)
        with self.lock:
            self.send_now(data)

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
        self._buffer = None
        descriptors = (self._incoming, self._outgoing)
        self._incoming = self._outgoing = -1
        for descriptor in descriptors:
            if descriptor >= 0:
                os.close(descriptor)

    def gather(self, buffer: SharedBuffer, at_end_of_round: Callable[[Callable[[], None]], Any]) -> None:
        """Lets messages wait in memory that Baton sees; `at_end_of_round` has the event loop call a function after its round."""
        with self.lock:
            self.send({"type": "buffering"})
            self._at_end_of_round = at_end_of_round
            self._buffer = buffer

    def stop_gathering(self) -> None:
        """Writes what waits, and from now on each message at once."""
        with self.lock:
            self.write_held()
            self._buffer = None

    def send_later(self, data: bytes) -> None:
        """Sends an encoded message when the event loop's round is over. Belongs to the loop, which holds the lock."""
        self._take(data)
        if self._buffer is None:
            return
        if not self._is_watched:
            self._is_watched = True
            self._watched.put(None)
        if not self._is_scheduled:
            self._at_end_of_round(self._write_scheduled)
            self._is_scheduled = True

    def send_now(self, data: bytes) -> None:
        """Writes an encoded message behind those that wait; the caller holds the lock."""
        self._is_urgent = True
        self._take(data)

    def write_held(self) -> None:
        """Writes what waits; the caller holds the lock."""
        self._is_urgent = True
        self._take(b"")

    def write_late(self) -> None:
        """Writes what waits too long because the agent's code blocks the event loop. Runs in a thread of its own."""
        while True:
            if not self._is_watched:
                self._watched.get()
            sleep(LATE)
            with self.lock:
                # What was scheduled may have been prevented by an exception out of a handler.
                self._is_scheduled = False
                if self._buffer is not None and (self._buffer.held or self._coming):
                    self.write_held()
                else:
                    self._is_watched = False

    def _take(self, data: bytes) -> None:
        self._coming.append(data)
        if self._is_sending:
            return
        self._is_sending = True
        try:
            while self._coming:
                self._pass(self._coming.popleft())
            if self._is_urgent:
                self._is_urgent = False
                self._write_held()
        finally:
            self._is_sending = False

    def _pass(self, data: bytes) -> None:
        if self._buffer is not None:
            if self._buffer.add(data):
                return
            self._write_held()
        if self._buffer is None or not self._buffer.add(data):
            self._write(memoryview(data))

    def _write_held(self) -> None:
        if self._buffer is not None:
            self._write(self._buffer.held)

    def _write(self, data: memoryview) -> None:
        buffer = self._buffer
        while data and self._outgoing >= 0:
            sizes: List[int] = []
            try:
                sizes.extend(map(os.write, (self._outgoing,), (data,)))
            except OSError as error:
                if error.errno not in _GONE:
                    raise
                # The reader meets the end of the channel at the same moment and ends the worker.
                self._outgoing = -1
                self._buffer = None
            finally:
                # Handlers of signals run between calls: there is none from the write to the place where it is counted.
                if sizes and buffer is not None:
                    buffer.out += sizes[0]
            data = data[sum(sizes) :]
        if buffer is not None:
            buffer.settle()

    def _write_scheduled(self) -> None:
        with self.lock:
            self._is_scheduled = False
            self.write_held()
