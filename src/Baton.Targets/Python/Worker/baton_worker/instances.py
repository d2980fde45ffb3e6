"""The instance a conversation has of the target's class: entered where it is a context manager, closed at the end."""

from __future__ import annotations

import asyncio
import functools
import inspect
import sys
from typing import Any, Awaitable, Callable, Optional

from baton_worker.binding import signature_of
from baton_worker.failures import describe

Call = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Calls the agent's code where its target is called: on the event loop or in a thread."""


class Instance:
    """Belongs to the event loop. One task enters and leaves what is asynchronous, as cancel scopes demand."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.keeper: Optional["asyncio.Task[None]"] = None
        self.over = asyncio.Event()

    def end(self) -> None:
        """Lets the keeper leave or close it."""
        self.over.set()


async def keep(made: Any, enter: Call, leave: Call) -> Instance:
    """Enters what was made; the instance's `keeper`, where it has one, ends when it is closed."""
    if _is_entered(made, "__aenter__", "__aexit__"):
        return await _entered(made)
    instance = Instance(made)
    close = _closer(made)
    if _is_entered(made, "__enter__", "__exit__"):
        value = await enter(made.__enter__)
        instance.value = made if value is None else value
        close = functools.partial(made.__exit__, None, None, None)
    if close is not None:
        instance.keeper = asyncio.get_running_loop().create_task(_close_at_end(instance, made, close, leave))
    return instance


async def _entered(made: Any) -> Instance:
    instance = Instance(made)
    ready = asyncio.Event()
    instance.keeper = asyncio.get_running_loop().create_task(_stay_inside(instance, made, ready))
    waiting = asyncio.ensure_future(ready.wait())
    try:
        await asyncio.wait((instance.keeper, waiting), return_when=asyncio.FIRST_COMPLETED)
        if not ready.is_set():
            await instance.keeper
    except asyncio.CancelledError:
        instance.keeper.cancel()
        raise
    finally:
        waiting.cancel()
    return instance


async def _stay_inside(instance: Instance, made: Any, ready: asyncio.Event) -> None:
    value = await made.__aenter__()
    instance.value = made if value is None else value
    ready.set()
    await instance.over.wait()
    await _told(made, made.__aexit__(None, None, None))


async def _close_at_end(instance: Instance, made: Any, close: Callable[[], Any], leave: Call) -> None:
    await instance.over.wait()
    await _told(made, _closed(close, leave))


async def _closed(close: Callable[[], Any], leave: Call) -> None:
    result = await leave(close)
    if inspect.isawaitable(result):
        await result


async def _told(made: Any, closing: Awaitable[Any]) -> None:
    """Nobody waits for a conversation that is over: what fails is only printed."""
    try:
        await closing
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        print(f"closing the `{type(made).__name__}` of a conversation failed: {describe(error)}", file=sys.stderr)


def _is_entered(made: Any, enter: str, leave: str) -> bool:
    return hasattr(type(made), enter) and hasattr(type(made), leave)


def _closer(made: Any) -> Optional[Callable[[], Any]]:
    for name in ("aclose", "close"):
        found = getattr(made, name, None)
        if callable(found) and _needs_nothing(found):
            return found  # type: ignore[no-any-return]
    return None


def _needs_nothing(function: Callable[..., Any]) -> bool:
    signature = signature_of(function)
    return signature is None or all(
        parameter.default is not parameter.empty
        or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        for parameter in signature.parameters.values()
    )
