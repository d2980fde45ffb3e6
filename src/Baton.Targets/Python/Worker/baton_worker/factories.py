"""The `factory` of the configuration: a callable that makes the instance a method is called on."""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict

from baton_worker.binding import signature_of
from baton_worker.suggestions import close


class FactoryError(Exception):
    """The factory cannot be called as configured, or made something of no use; the message says what to do."""


class Factory:
    """A callable and its keyword arguments. Called once for each conversation."""

    def __init__(self, name: str, function: Callable[..., Any], kwargs: Dict[str, Any]) -> None:
        if not callable(function):
            raise FactoryError(f"`factory: {name}` is of type `{type(function).__name__}` and cannot be called")
        self.name = name
        self._function = function
        self._kwargs = kwargs
        _check_arguments(name, function, kwargs)

    def __call__(self) -> Any:
        return self._function(**copy.deepcopy(self._kwargs))

    def method(self, instance: Any, method: str) -> Callable[..., Any]:
        """The method of what the factory made."""
        if instance is None:
            raise FactoryError(f"`factory: {self.name}` returned None: is a `return` missing?")
        found = getattr(instance, method, None)
        if not callable(found):
            made = type(instance).__name__
            raise FactoryError(f"`factory: {self.name}` made a `{made}`, which has no method `{method}`")
        return found  # type: ignore[no-any-return]


def _check_arguments(name: str, function: Callable[..., Any], kwargs: Dict[str, Any]) -> None:
    signature = signature_of(function)
    if signature is None:
        return
    parameters = signature.parameters.values()
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        for given in kwargs:
            if given not in named:
                near = close(given, named)
                meant = f"; did you mean `{near}`?" if near else ""
                raise FactoryError(f"`factory: {name}` takes no `{given}`{meant}; correct `factory_kwargs`")
    needed = [
        f"`{p.name}`"
        for p in parameters
        if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD) and p.name not in kwargs
    ]
    if needed:
        raise FactoryError(f"`factory: {name}` needs {', '.join(needed)}; give it in `factory_kwargs`")
