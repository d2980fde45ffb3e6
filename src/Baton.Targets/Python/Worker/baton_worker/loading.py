"""Finds the target in the agent's code."""

from __future__ import annotations

import importlib
import inspect
import sys
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from baton_worker.binding import BindingError, Plan, signature_of
from baton_worker.factories import Factory, FactoryError
from baton_worker.failures import describe, details
from baton_worker.suggestions import callables, close, locate


class LoadFailure(Exception):
    """The target is not there or cannot be called; the message says what to do."""

    def __init__(self, message: str, facts: Optional[Dict[str, Any]] = None) -> None:
        super().__init__(message)
        self.facts = facts


class Inputs(NamedTuple):
    """What is known beforehand of the inputs: the keys of those that are always objects, and whether a recording helps."""

    members: Sequence[str] = ()
    replayed: bool = False


class Target:
    """A callable ready to be called. With an `owner`, a method that needs an instance for each conversation."""

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        owner: Optional[type] = None,
        factory: Optional[Factory] = None,
        inputs: Inputs = Inputs(),
    ) -> None:
        self.name = name
        self.owner = owner
        self._function = function
        self._factory = factory
        self.on_loop = _is_async(function)
        try:
            self.plan = Plan(signature_of(function, skip_self=owner is not None), name, inputs.members, inputs.replayed)
        except BindingError as error:
            raise LoadFailure(str(error)) from None

    @property
    def stateful(self) -> bool:
        """Whether something lives in this process between the turns of a conversation."""
        return self.owner is not None or self.plan.uses_state

    @property
    def made_by_factory(self) -> bool:
        """Whether a factory makes its instances; what an asynchronous one returns has to be awaited."""
        return self._factory is not None

    def make(self) -> Any:
        """A new instance of the `owner`; with a factory, what that returns."""
        return self.owner() if self._factory is None else self._factory()  # type: ignore[misc]

    def bound(self, instance: Any) -> Callable[..., Any]:
        """What to call; `instance` counts only for a method of a class."""
        if self.owner is None:
            return self._function
        if self._factory is not None:
            return self._factory.method(instance, self.name.rpartition(".")[2])
        return self._function.__get__(instance, type(instance))  # type: ignore[no-any-return, attr-defined]


def load(
    module_name: str,
    attribute: str,
    roots: Sequence[str],
    factory: Optional[Dict[str, Any]] = None,
    steps: bool = False,
    inputs: Inputs = Inputs(),
) -> Target:
    """Imports the module and finds the callable in it; with `steps`, an object's or a class's `step`."""
    module = _import(module_name, roots)
    parent, found = _find(module_name, module, attribute)
    if isinstance(found, type) and steps and hasattr(found, "step"):
        attribute += ".step"
        parent, found = _find(module_name, module, attribute)
    elif steps and not inspect.isroutine(found) and callable(getattr(found, "step", None)):
        attribute += ".step"
        parent, found = found, found.step
    name, last = f"{module_name}:{attribute}", attribute.rpartition(".")[2]
    if isinstance(parent, type) and _needs_instance(parent, last):
        return _method(module_name, parent, last, name, factory, roots, inputs)
    if isinstance(found, type):
        if not any("__call__" in vars(part) for part in found.__mro__[:-1]):
            raise LoadFailure(f"`{name}` is a class; name one of its methods, `{name}.…`{_offer(found)}")
        return _method(module_name, found, "__call__", f"{name}.__call__", factory, roots, inputs)
    if not callable(found):
        raise LoadFailure(f"`{name}` is of type `{type(found).__name__}` and cannot be called{_offer(module)}")
    if factory is not None:
        raise LoadFailure(
            f"`factory` makes the instance that a method is called on, and `{name}` needs none; "
            f"name a method of a class, `target: {module_name}:Class.method`, or leave `factory` out"
        )
    return Target(name, found, inputs=inputs)


def _find(module_name: str, module: Any, attribute: str) -> Tuple[Any, Any]:
    """What the dotted name stands for, and what it is an attribute of."""
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
            name = f"{module_name}:{attribute}"
            raise LoadFailure(f"`{name}` cannot be read: {describe(error)}", details(error)) from None
        walked.append(part)
    return parent, found


def _method(
    module_name: str,
    owner: type,
    method: str,
    name: str,
    factory: Optional[Dict[str, Any]],
    roots: Sequence[str],
    inputs: Inputs,
) -> Target:
    function = inspect.getattr_static(owner, method)
    if factory is None:
        _check_constructor(module_name, owner, method)
        return Target(name, function, owner, inputs=inputs)
    maker_module, maker = factory["module"], factory["attribute"]
    _, found = _find(maker_module, _import(maker_module, roots), maker)
    try:
        return Target(name, function, owner, Factory(f"{maker_module}:{maker}", found, factory["kwargs"]), inputs)
    except FactoryError as error:
        raise LoadFailure(str(error)) from None


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
            f"`{owner.__name__}` cannot be made without {', '.join(needed)}; add "
            f"`factory: \"{module_name}:{owner.__name__}\"` with {', '.join(needed)} in `factory_kwargs`, "
            f"name a function that makes one as `factory`, or write an instance into the module "
            f"(`{instance} = {owner.__name__}(…)`, target `{module_name}:{instance}.{method}`)"
        )


def _is_async(function: Any) -> bool:
    return any(
        inspect.iscoroutinefunction(part) or inspect.isasyncgenfunction(part)
        for part in (function, getattr(function, "__func__", None), getattr(type(function), "__call__", None))
    )
