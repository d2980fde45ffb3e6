"""Finds the target in the agent's code."""

from __future__ import annotations

import importlib
import inspect
import sys
from typing import Any, Callable, Dict, List, Optional, Sequence

from baton_worker.binding import BindingError, Plan, signature_of
from baton_worker.failures import describe, details
from baton_worker.suggestions import callables, close, locate


class LoadFailure(Exception):
    """The target is not there or cannot be called; the message says what to do."""

    def __init__(self, message: str, facts: Optional[Dict[str, Any]] = None) -> None:
        super().__init__(message)
        self.facts = facts


class Target:
    """A callable ready to be called. With an `owner`, a method that needs an instance for each conversation."""

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        owner: Optional[type] = None,
        members: Sequence[str] = (),
        replayed: bool = False,
    ) -> None:
        self.name = name
        self.owner = owner
        self._function = function
        self.on_loop = _is_async(function)
        try:
            self.plan = Plan(signature_of(function, skip_self=owner is not None), name, members, replayed)
        except BindingError as error:
            raise LoadFailure(str(error)) from None

    @property
    def stateful(self) -> bool:
        """Whether something lives in this process between the turns of a conversation."""
        return self.owner is not None or self.plan.uses_state

    def bound(self, instance: Any) -> Callable[..., Any]:
        """What to call; `instance` counts only for a method of a class."""
        if self.owner is None:
            return self._function
        return self._function.__get__(instance, type(instance))  # type: ignore[no-any-return, attr-defined]


def load(
    module_name: str, attribute: str, roots: Sequence[str], members: Sequence[str] = (), replayed: bool = False
) -> Target:
    """Imports the module and finds the callable in it."""
    module = _import(module_name, roots)
    name = f"{module_name}:{attribute}"
    parent: Any = None
    found: Any = module
    walked: List[str] = []
    for part in attribute.split("."):
        parent = found
        try:
            found = getattr(parent, part)
        except AttributeError:
            raise LoadFailure(_missing(module_name, parent, walked, part)) from None
        except Exception as error:
            raise LoadFailure(f"`{name}` cannot be read: {describe(error)}", details(error)) from None
        walked.append(part)
    if isinstance(parent, type) and _needs_instance(parent, walked[-1]):
        _check_constructor(module_name, parent, walked[-1])
        return Target(name, inspect.getattr_static(parent, walked[-1]), parent, members, replayed)
    if isinstance(found, type):
        return _callable_class(module_name, found, name, members, replayed)
    if not callable(found):
        raise LoadFailure(f"`{name}` is of type `{type(found).__name__}` and cannot be called{_offer(module)}")
    return Target(name, found, None, members, replayed)


def _import(module_name: str, roots: Sequence[str]) -> Any:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if module_name == missing or module_name.startswith(missing + "."):
            raise LoadFailure(_no_module(module_name, missing, roots)) from None
        raise LoadFailure(
            f"`{module_name}` imports `{missing}`, which {sys.executable} does not have; "
            f"install it there or set `runner.python` to the interpreter that has it",
            details(error),
        ) from None
    except BaseException as error:
        place = f" ({error.filename}, line {error.lineno})" if isinstance(error, SyntaxError) else ""
        message = f"{type(error).__name__}: {error.msg}" if isinstance(error, SyntaxError) else describe(error)
        raise LoadFailure(f"importing `{module_name}` failed: {message}{place}", details(error)) from None


def _no_module(module_name: str, missing: str, roots: Sequence[str]) -> str:
    text = f"no Python module `{missing}`"
    if "/" in module_name or module_name.endswith(".py"):
        dotted = module_name[: -len(".py")] if module_name.endswith(".py") else module_name
        dotted = dotted.strip("./").replace("/", ".")
        return f"{text}: write the module's name, not its file: `{dotted}:…`"
    found = locate(module_name, roots)
    looked = ", ".join(roots)
    return f"{text}{f'; {found}' if found else ''}; looked in {looked} and {sys.executable}'s own packages"


def _missing(module_name: str, parent: Any, walked: List[str], part: str) -> str:
    where = f"`{module_name}`" if not walked else f"`{'.'.join(walked)}` in `{module_name}`"
    return f"{where} has no `{part}`{_offer(parent, part)}"


def _offer(parent: Any, wanted: str = "") -> str:
    names = callables(parent)
    near = close(wanted, names) if wanted else None
    if near:
        return f"; did you mean `{near}`?"
    shown = ", ".join(f"`{name}`" for name in names[:12])
    return f"; what can be called there: {shown}" if names else "; nothing there can be called"


def _needs_instance(owner: type, name: str) -> bool:
    attribute = inspect.getattr_static(owner, name)
    return not isinstance(attribute, (staticmethod, classmethod, type)) and hasattr(attribute, "__get__")


def _check_constructor(module_name: str, owner: type, method: str) -> None:
    signature = signature_of(owner)
    if signature is None:
        return
    needed = [
        f"`{parameter.name}`"
        for parameter in signature.parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if needed:
        instance = owner.__name__[:1].lower() + owner.__name__[1:]
        raise LoadFailure(
            f"`{owner.__name__}` cannot be made without {', '.join(needed)}; write an instance into the module "
            f"(`{instance} = {owner.__name__}(…)`, target `{module_name}:{instance}.{method}`) "
            f"or a function that makes one"
        )


def _callable_class(module_name: str, owner: type, name: str, members: Sequence[str], replayed: bool) -> Target:
    if any("__call__" in vars(part) for part in owner.__mro__[:-1]):
        _check_constructor(module_name, owner, "__call__")
        return Target(name, inspect.getattr_static(owner, "__call__"), owner, members, replayed)
    raise LoadFailure(f"`{name}` is a class; name one of its methods, `{name}.…`{_offer(owner)}")


def _is_async(function: Any) -> bool:
    return any(
        inspect.iscoroutinefunction(part) or inspect.isasyncgenfunction(part)
        for part in (function, getattr(function, "__func__", None), getattr(type(function), "__call__", None))
    )
