"""What `import fluxloop` and `import baton` give where no such package is installed."""

from __future__ import annotations

import functools
import inspect
import os
from typing import Any, Callable, Dict, Optional, Union

from baton_worker.instruments import Instrument, call_arguments
from baton_worker.paths import MISSING, step
from baton_worker.plain import observed
from baton_worker.recording import masked, record_call
from baton_worker.spans import ACTIVE, Span, current_run

__all__ = [
    "agent",
    "configure",
    "current_span",
    "event",
    "instrument",
    "load_env",
    "prompt",
    "record_call_args",
    "tool",
    "trace",
    "traceparent",
    "usage",
]

Function = Callable[..., Any]

settings: Dict[str, Any] = {}


def agent(name: Union[None, str, Function] = None, **attributes: Any) -> Any:
    """A span of kind `agent` around a function or block."""
    return _instrument(name, "agent", attributes)


def trace(name: Union[None, str, Function] = None, **attributes: Any) -> Any:
    """A span of kind `chain` around a function or block."""
    return _instrument(name, "chain", attributes)


def tool(name: Union[None, str, Function] = None, **attributes: Any) -> Any:
    """A span of kind `tool`, which is also a tool call with its result."""
    return _instrument(name, "tool", attributes)


def prompt(name: Union[None, str, Function] = None, **attributes: Any) -> Any:
    """A span of kind `generation`: one call of a model."""
    return _instrument(name, "generation", attributes)


def instrument(name: Union[None, str, Function] = None, *, kind: str = "chain", **attributes: Any) -> Any:
    """A span of any kind."""
    return _instrument(name, kind, attributes)


def record_call_args(function: Optional[Function] = None, **_: Any) -> Any:
    """Marks each call's arguments as an event and, while recording is on, appends them to the recording."""
    if function is None or not callable(function):
        return record_call_args

    def note(args: Any, kwargs: Any) -> None:
        run = current_run()
        record_call(function, args, kwargs, run.message.get("iteration", 0) if run is not None else 0)
        if run is not None:
            shown = masked(call_arguments(function, args, kwargs))
            event("record_call_args", {"target": function.__qualname__, "kwargs": shown})

    # Callers that ask whether it is a coroutine function get the answer of the original.
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            note(args, kwargs)
            return await function(*args, **kwargs)

        return call_async

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        note(args, kwargs)
        return function(*args, **kwargs)

    return call


def usage(
    response: Any = None,
    *,
    model: Optional[str] = None,
    input_tokens: Optional[int] = None,
    output_tokens: Optional[int] = None,
    total_tokens: Optional[int] = None,
    cost: Optional[float] = None,
) -> None:
    """Accounts for one model call: by numbers, or by the response of an OpenAI or Anthropic client."""
    counts = step(response, "usage")
    counts = response if counts is MISSING or counts is None else counts
    facts = {
        "model": model or _text(step(response, "model")),
        "input_tokens": _number(input_tokens, counts, "input_tokens", "prompt_tokens"),
        "output_tokens": _number(output_tokens, counts, "output_tokens", "completion_tokens"),
        "total_tokens": _number(total_tokens, counts, "total_tokens"),
        "cost": cost,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    run = current_run()
    if not known or run is None:
        return
    run.emit({"type": "usage", **known})
    span = ACTIVE.get()
    if span is not None:
        span.set(**known)


def event(name: str, data: Any = None, kind: str = "event") -> None:
    """One fact at this moment."""
    run = current_run()
    if run is None:
        return
    span = ACTIVE.get()
    message = {"type": "event", "name": str(name), "kind": str(kind), "data": observed(data)}
    if span is not None and span._run is run:
        message["parent"] = span._id
    run.emit(message)


def current_span() -> Optional[Span]:
    """The innermost open span, or None."""
    return ACTIVE.get()


def traceparent() -> Optional[str]:
    """The run's W3C trace context, to hand on to services the agent calls; None when nobody collects spans."""
    run = current_run()
    return None if run is None else run.message.get("traceparent")


def load_env(path: str = ".env", override: bool = False, **_: Any) -> bool:
    """Reads `NAME=value` lines into the environment; True when the file is there. Baton itself reads `.env` already."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    for line in lines:
        name, equals, value = line.strip().partition("=")
        name = name[len("export ") :].strip() if name.startswith("export ") else name.strip()
        if not equals or not name or name.startswith("#"):
            continue
        value = value.strip()
        if value[:1] in ("'", '"') and value.find(value[0], 1) > 0:
            value = value[1 : value.find(value[0], 1)]
        else:
            value = value.partition(" #")[0].rstrip()
        if override or name not in os.environ:
            os.environ[name] = value
    return True


def configure(**options: Any) -> None:
    """Accepts what the package's users set up; during a rehearsal Baton decides where records go."""
    settings.update(options)


def _instrument(name: Union[None, str, Function], kind: str, attributes: Dict[str, Any]) -> Any:
    if callable(name) or isinstance(name, (staticmethod, classmethod)):
        return Instrument(None, kind, attributes)(name)
    return Instrument(name, kind, attributes)


def _number(given: Optional[int], source: Any, *names: str) -> Optional[int]:
    if given is not None:
        return int(given)
    for name in names:
        found = step(source, name)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    return None


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) else None


def __getattr__(name: str) -> Any:
    raise AttributeError(
        f"Baton's built-in `fluxloop` has no `{name}`; it has {', '.join(__all__)}. "
        "Install the real package to have the rest"
    )
