"""One call of the target and the events it sends, never more of them than Baton has asked for."""

from __future__ import annotations

import asyncio
import contextvars
import itertools
import threading
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Optional, Set

from baton_worker.channel import Channel, Message, encode

PIECE = 32 * 1024
"""Characters in one message of text, at most."""

QUEUE = 4096
"""Events that wait in memory, at most, when the event loop cannot wait for Baton; more are counted and dropped."""

CURRENT: "contextvars.ContextVar[Optional[Run]]" = contextvars.ContextVar("baton_run", default=None)


class RunCancelled(BaseException):
    """Ends a cancelled call at the next thing it tells Baton. No `except Exception` holds it up."""


class Run:
    """A call in flight. Everything here may be used from any thread unless it says otherwise."""

    def __init__(self, channel: Channel, message: Message, window: int, loop: asyncio.AbstractEventLoop) -> None:
        self.id: int = message["run"]
        self.turn: int = message.get("turn", 1)
        self.message = message
        self.loop = loop
        self.task: Optional["asyncio.Task[None]"] = None
        self.cancelled = False
        self.started = False
        self.in_thread = False
        self.closed = False
        self.requests: Dict[str, Any] = {}
        self.partial_lines: Dict[str, str] = {}
        self.asked_tools: Dict[str, List[str]] = {}
        self.played: Set[int] = set()
        self.collector: Any = None
        self._channel = channel
        self._credit = window
        self._queue: Deque[bytes] = deque()
        self._dropped = 0
        self._waiting: Optional[threading.Condition] = None
        self._waiters: List["asyncio.Future[None]"] = []
        self._names = itertools.count(1)

    def next_id(self) -> str:
        """An identifier for a span or call, unique within the conversation."""
        return f"t{self.turn}.{next(self._names)}"

    def emit(self, message: Message, keep: bool = False) -> None:
        """Sends an event. A thread waits until Baton wants more; on the event loop it is queued instead.

        With `keep` it is queued however long the queue is: text of the answer is never dropped.
        """
        data = self._encoded(message)
        with self._channel.lock:
            if self.closed:
                return
            if threading.current_thread() is threading.main_thread():
                self._send_or_queue(data, self._channel.send_later, keep)
                return
            while self._credit <= 0 and not self.cancelled and not self.closed:
                self._waiting = self._waiting or threading.Condition(self._channel.lock)
                self._waiting.wait()
            if self.cancelled:
                raise RunCancelled
            self._send_or_queue(data, self._channel.send_now)

    async def emit_async(self, message: Message) -> None:
        """Sends an event from the event loop and waits until Baton wants it."""
        data = self._encoded(message)
        while True:
            with self._channel.lock:
                if self._credit > 0 and not self._queue:
                    self._send_or_queue(data, self._channel.send_later)
                    return
                waiter = self.loop.create_future()
                self._waiters.append(waiter)
            await waiter

    @property
    def is_behind(self) -> bool:
        """Whether something told so far was not wanted by Baton yet."""
        return bool(self._queue)

    async def caught_up(self) -> None:
        """Waits on the event loop until everything told so far was wanted by Baton."""
        while True:
            with self._channel.lock:
                if not self._queue or self.cancelled or self.closed:
                    return
                waiter = self.loop.create_future()
                self._waiters.append(waiter)
            await waiter

    def grant(self, events: int) -> None:
        """Baton has taken in that many events."""
        with self._channel.lock:
            self._credit += events
            while self._queue and self._credit > 0:
                self._credit -= 1
                self._channel.send_now(self._queue.popleft())
            self._wake()

    def cancel(self) -> None:
        """Baton does not want the call any more. Called by the channel's reader."""
        with self._channel.lock:
            self.cancelled = True
            self._wake()

    def finish(self, message: Message) -> None:
        """Sends the outcome behind everything that still waits."""
        if self._dropped:
            text = f"{self._dropped} more events were dropped: they came faster than they could be recorded"
            self._queue.append(self._encoded({"type": "log", "source": "baton", "message": text}))
        data = self._encoded(message)
        with self._channel.lock:
            self.closed = True
            if self._queue and not self.cancelled:
                self._queue.append(data)
            else:
                self._channel.send_later(data)
            self._wake()

    @property
    def drained(self) -> bool:
        """Whether the outcome was sent, so that nothing is left to do for the call."""
        return self.closed and (self.cancelled or not self._queue)

    def _encoded(self, message: Message) -> bytes:
        message["run"] = self.id
        return encode(message)

    def _send_or_queue(self, data: bytes, send: Callable[[bytes], None], keep: bool = False) -> None:
        if self._credit > 0 and not self._queue:
            self._credit -= 1
            send(data)
        elif keep or len(self._queue) < QUEUE:
            self._queue.append(data)
        else:
            self._dropped += 1

    def _wake(self) -> None:
        if self._waiting is not None:
            self._waiting.notify_all()
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            self.loop.call_soon_threadsafe(_release, waiters)


def _release(waiters: List["asyncio.Future[None]"]) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(None)
