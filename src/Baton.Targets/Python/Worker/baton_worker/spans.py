"""Spans of the offered `fluxloop` module: what the agent does inside a turn, nested."""

from __future__ import annotations

import asyncio
import contextvars
import time
from types import TracebackType
from typing import Any, Dict, List, Optional, Type

from baton_worker.channel import Message
from baton_worker.failures import describe
from baton_worker.plain import observed
from baton_worker.runs import CURRENT, Run

ACTIVE: "contextvars.ContextVar[Optional[Span]]" = contextvars.ContextVar("baton_span", default=None)

MAX_COLLECTED = 1000


def current_run() -> Optional[Run]:
    """The run this code works for; None outside of any and after its end."""
    run = CURRENT.get()
    return None if run is None or run.closed else run


class Span:
    """One piece of work. Outside of a run it does nothing."""

    def __init__(self, name: str, kind: str, attributes: Dict[str, Any]) -> None:
        self.name = name
        self.kind = kind
        self._attributes = attributes
        self._run = current_run()
        self._ended = False
        self._told: Dict[str, Any] = {}
        self._output: Any = None
        self._id = self._run.next_id() if self._run is not None else ""
        self._call = self._id
        parent = ACTIVE.get()
        self._parent = parent._id if parent is not None and parent._run is self._run else None

    def set(self, **attributes: Any) -> None:
        """Adds facts that are told when the span ends."""
        self._told.update(attributes)

    def set_output(self, value: Any) -> None:
        """What came out, where the span is not a function's."""
        self._output = value

    def start(self, value: Any = None) -> "Span":
        """Tells Baton that the work begins, with what goes in."""
        given = None if value is None else observed(value)
        self._emit(
            "span_start",
            parent=self._parent,
            name=self.name,
            kind=self.kind,
            input=given,
            attributes=observed(self._attributes) if self._attributes else None,
            at=time.time(),
        )
        if self.kind == "tool" and self._run is not None:
            asked = self._run.asked_tools.get(self.name)
            if asked:
                self._call = asked.pop(0)
            else:
                self._emit("tool_call", call=self._call, tool=self.name, arguments=given)
        return self

    def end(self, value: Any = None, error: Optional[BaseException] = None) -> None:
        """Tells Baton once that the work is over, with what came out or what was raised."""
        if self._ended:
            return
        self._ended = True
        text = None if error is None else error_text(error)
        out = self._output if value is None else value
        result = None if out is None else observed(out)
        if self.kind == "tool":
            self._emit("tool_result", call=self._call, result=result, error=text)
        self._emit(
            "span_end",
            output=result,
            error=text,
            attributes=observed(self._told) if self._told else None,
            at=time.time(),
        )

    def active(self) -> "Activation":
        """Makes this the span that others are nested in, for a `with` block."""
        return Activation(self)

    def _emit(self, event: str, **fields: Any) -> None:
        message = {key: value for key, value in fields.items() if value is not None}
        self._tell({"type": event, "span": self._id, **message})

    def _tell(self, message: Message) -> None:
        if self._run is not None and not self._run.closed:
            self._run.emit(message)


class Activation:
    """Sets the active span and puts the former one back."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._token: Optional["contextvars.Token[Optional[Span]]"] = None

    def __enter__(self) -> Span:
        self._token = ACTIVE.set(self._span)
        return self._span

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self._token is not None:
            ACTIVE.reset(self._token)


class Collected:
    """The items a generator yielded, as its span's output: joined where all are text."""

    def __init__(self) -> None:
        self._items: List[Any] = []
        self._more = False

    def add(self, item: Any) -> None:
        if len(self._items) < MAX_COLLECTED:
            self._items.append(item)
        else:
            self._more = True

    @property
    def value(self) -> Any:
        if not self._items:
            return None
        end = ["…"] if self._more else []
        if all(isinstance(item, str) for item in self._items):
            return "".join(self._items + end)
        return self._items + end


def error_text(error: BaseException) -> str:
    """What a span tells of what was raised in it."""
    if isinstance(error, asyncio.CancelledError):
        return "cancelled"
    return "left before its end" if isinstance(error, GeneratorExit) else describe(error)
