"""The `approve_tool` parameter: asks Baton whether a tool may be called, and waits for the answer."""

from __future__ import annotations

import asyncio
import threading
from collections import abc
from typing import Any, Dict, Generator, Iterator, List, Optional

from baton_worker.channel import Message
from baton_worker.plain import observed
from baton_worker.runs import Run, RunCancelled


class Decision(Dict[str, Any]):
    """`approved`, `reason` and `arguments`. May also be awaited, which gives itself."""

    def __await__(self) -> Generator[Any, None, "Decision"]:
        return self
        yield


class Request(abc.Mapping):  # type: ignore[type-arg]
    """A question that is still open. `await` it; code that cannot, reads it like the decision and so waits."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._answered = threading.Event()
        self._decision: Optional[Decision] = None
        self._waiters: List["asyncio.Future[None]"] = []

    def answer(self, message: Optional[Message]) -> None:
        """Called by the channel's reader; None when the run was cancelled."""
        if message is not None:
            self._decision = Decision({key: message.get(key) for key in ("approved", "reason", "arguments")})
        self._answered.set()
        self._run.loop.call_soon_threadsafe(self._release)

    def wait(self) -> Decision:
        """Waits with the thread."""
        self._answered.wait()
        if self._decision is None:
            raise RunCancelled
        return self._decision

    def __await__(self) -> Generator[Any, None, Decision]:
        if not self._answered.is_set():
            waiter = self._run.loop.create_future()
            self._waiters.append(waiter)
            if self._answered.is_set():
                self._release()
            yield from waiter
        return self.wait()

    def __getitem__(self, key: str) -> Any:
        return self.wait()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.wait())

    def __len__(self) -> int:
        return len(self.wait())

    def _release(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)


class Approver:
    """Given to the agent as `approve_tool`; works in threads, in coroutines and in plain calls from coroutines."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, tool_name: str, arguments: Any = None) -> Any:
        """Asks whether `tool_name` may be called with `arguments`."""
        run = self._run
        call = run.next_id()
        request = Request(run)
        run.requests[call] = request
        if run.cancelled:
            raise RunCancelled
        copy = observed(arguments)
        run.emit({"type": "approval_request", "call": call, "tool": str(tool_name), "arguments": copy})
        if threading.current_thread() is threading.main_thread():
            return request
        return request.wait()
