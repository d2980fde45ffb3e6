"""Decorators that put a span around functions, coroutines and generators of both kinds."""

from __future__ import annotations

import functools
import inspect
from types import TracebackType
from typing import Any, Callable, Dict, Optional, Tuple, Type

from baton_worker.replayed_tools import recorded_result
from baton_worker.spans import Activation, Collected, Span, current_run


class Instrument:
    """One use of `@agent`, `@tool`…: a decorator, or a context manager for `with` and `async with`."""

    def __init__(self, name: Optional[str], kind: str, attributes: Dict[str, Any]) -> None:
        self._name = name
        self._kind = kind
        self._attributes = attributes
        self._open: Optional[Span] = None
        self._activation: Optional[Activation] = None

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        if isinstance(function, (staticmethod, classmethod)):
            return type(function)(self(function.__func__))  # type: ignore[return-value]
        if inspect.isasyncgenfunction(function):
            wrapper = self._async_generator(function)
        elif inspect.iscoroutinefunction(function):
            wrapper = self._coroutine(function)
        elif inspect.isgeneratorfunction(function):
            wrapper = self._generator(function)
        else:
            wrapper = self._plain(function)
        return functools.wraps(function)(wrapper)

    def __enter__(self) -> Span:
        self._open = self._span("span").start()
        self._activation = self._open.active()
        return self._activation.__enter__()

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self._activation is not None and self._open is not None:
            self._activation.__exit__(kind, error, trace)
            self._open.end(error=error)

    async def __aenter__(self) -> Span:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.__exit__(kind, error, trace)

    def _span(self, default: str) -> Span:
        return Span(self._name or default, self._kind, dict(self._attributes))

    def _begin(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Span:
        return self._span(function.__name__).start(call_arguments(function, args, kwargs))

    def _played(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Optional[Tuple[Any]]:
        """A tool's recorded result while an experiment is replayed; None where the function is to be called."""
        if self._kind != "tool":
            return None
        return recorded_result(current_run(), self._name or function.__name__, call_arguments(function, args, kwargs))

    def _plain(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(function, args, kwargs)
            try:
                with span.active():
                    played = self._played(function, args, kwargs)
                    result = function(*args, **kwargs) if played is None else played[0]
            except BaseException as error:
                span.end(error=error)
                raise
            span.end(result)
            return result

        return call

    def _coroutine(self, function: Callable[..., Any]) -> Callable[..., Any]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(function, args, kwargs)
            try:
                with span.active():
                    played = self._played(function, args, kwargs)
                    result = await function(*args, **kwargs) if played is None else played[0]
            except BaseException as error:
                span.end(error=error)
                raise
            span.end(result)
            return result

        return call

    def _generator(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(function, args, kwargs)
            items = function(*args, **kwargs)
            collected = Collected()
            step: Callable[..., Any] = items.send
            value: Any = None
            try:
                while True:
                    try:
                        # Active only while the generator runs: its caller shares the context.
                        with span.active():
                            item = step(value)
                    except StopIteration as end:
                        span.end(end.value if end.value is not None else collected.value)
                        return end.value
                    collected.add(item)
                    try:
                        value = yield item
                        step = items.send
                    except GeneratorExit:
                        items.close()
                        raise
                    except BaseException as error:
                        value, step = error, items.throw
            except BaseException as error:
                span.set_output(collected.value)
                span.end(error=error)
                raise

        return call

    def _async_generator(self, function: Callable[..., Any]) -> Callable[..., Any]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(function, args, kwargs)
            items = function(*args, **kwargs)
            collected = Collected()
            step: Callable[..., Any] = items.asend
            value: Any = None
            try:
                while True:
                    try:
                        with span.active():
                            item = await step(value)
                    except StopAsyncIteration:
                        span.end(collected.value)
                        return
                    collected.add(item)
                    try:
                        value = yield item
                        step = items.asend
                    except GeneratorExit:
                        await items.aclose()
                        raise
                    except BaseException as error:
                        value, step = error, items.athrow
            except BaseException as error:
                span.set_output(collected.value)
                span.end(error=error)
                raise

        return call


def call_arguments(function: Callable[..., Any], args: Any, kwargs: Any) -> Dict[str, Any]:
    """The arguments of a call by name, without `self`."""
    try:
        bound = dict(inspect.signature(function).bind(*args, **kwargs).arguments)
    except (TypeError, ValueError):
        return {"args": list(args), **kwargs}
    first = next(iter(bound), None)
    if first in ("self", "cls"):
        del bound[first]
    return bound
