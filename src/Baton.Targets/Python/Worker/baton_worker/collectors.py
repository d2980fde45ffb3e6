"""Stands in for the callables of a recorded call: what the agent sends through them is the answer."""

from __future__ import annotations

import asyncio
from collections import abc
from typing import Any, Callable, Dict, Generator, Optional, Tuple

from baton_worker.channel import Message
from baton_worker.failures import describe
from baton_worker.outcomes import Stream, failure
from baton_worker.runs import Run
from baton_worker.shapes import item_text

SEND = "collector.send"
ERROR = "collector.error"


class Collector:
    """What one call sends. Its callables may be called from any thread, awaited or not."""

    def __init__(self, run: Run, stream: Stream) -> None:
        self._run = run
        self._stream = stream
        self._sent = False
        self._error: Optional[str] = None

    def callable(self, name: str, is_async: bool) -> Callable[..., Any]:
        """The callable named `collector.send` or `collector.error`; with `is_async` a coroutine function."""
        take = self._send if name == SEND else self._fail

        def collect(*args: Any, **kwargs: Any) -> "Sent":
            take(_item(args, kwargs))
            return Sent(self._run)

        async def collect_async(*args: Any, **kwargs: Any) -> None:
            take(_item(args, kwargs))
            await Sent(self._run)

        return collect_async if is_async else collect

    def outcome(self, ended: Message) -> Message:
        """The last message of the call; `ended` is what it would have been without what was sent."""
        if ended.get("kind") == "exception":
            return ended
        if self._error is not None:
            return failure("agent_error", self._error)
        if self._sent:
            return self._stream.outcome()
        if ended.get("kind") == "no_output":
            ended["message"] += "; and nothing was sent through the recorded callables"
        return ended

    def _send(self, item: Any) -> None:
        self._sent = True
        for message in self._stream.events(item):
            self._run.emit(message, keep=True)

    def _fail(self, item: Any) -> None:
        if self._error is None:
            text = describe(item) if isinstance(item, BaseException) else item_text(item)
            self._error = (text if text is not None else str(item))[:65536] or "the agent reported an error"


class Sent(abc.Coroutine):
    """What a collector gives back: may be awaited, made a task of, or left. Awaiting it waits until Baton keeps up."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._steps: Optional[Generator[Any, None, None]] = None

    def __await__(self) -> Generator[Any, None, None]:
        return self._wait().__await__()

    def send(self, value: Any) -> Any:
        if self._steps is None:
            self._steps = self.__await__()
        return self._steps.send(value)

    def throw(self, kind: Any, value: Any = None, trace: Any = None) -> Any:
        if self._steps is None:
            self._steps = self.__await__()
        return self._steps.throw(kind if value is None else value)

    def close(self) -> None:
        if self._steps is not None:
            self._steps.close()

    async def _wait(self) -> None:
        if asyncio.get_running_loop() is self._run.loop:
            await self._run.caught_up()


def _item(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
    return args[0] if args else next(iter(kwargs.values()), None)
