"""Makes calls from recorded arguments, with the input of the run put into them."""

from __future__ import annotations

import importlib
import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

from baton_worker import paths
from baton_worker.binding import VALUE_NAMES
from baton_worker.collectors import ERROR, SEND, Collector
from baton_worker.failures import describe, details
from baton_worker.loading import LoadFailure, Target
from baton_worker.recorded import RecordedObject, Unrecorded

BUILTIN = re.compile(r"<builtin:([^>]*?)(:async)?>")
UNRECORDED = re.compile(r"<repr:(.*)>", re.DOTALL)

Provider = Union[str, Callable[..., Any]]
"""`collector.send`, `collector.error`, or what a module of the user's has."""


class RecordedCall:
    """One recorded call and the place of the input in it."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.line: int = record["line"]
        self.positional: List[Any] = record.get("args", [])
        self.named: Dict[str, Any] = record["kwargs"]
        self.added: Tuple[str, ...] = ()
        """The parameters that were not recorded and that Baton has values for."""
        self.place: Tuple[paths.Segment, ...] = ()

    @property
    def root(self) -> Dict[str, Any]:
        """The arguments as paths see them: those given by position are a list named `args`."""
        return _root(self.positional, self.named)


class Replay:
    """All recorded calls of the target, looked at once when it is loaded."""

    def __init__(self, order: Mapping[str, Any], target: Target) -> None:
        self._file: str = order["file"]
        self._target = target
        self._providers = {name: _provider(name, given) for name, given in order["providers"].items()}
        self._path = paths.parse(order["path"]) if order.get("path") else None
        self._calls = [RecordedCall(record) for record in order["calls"]]
        for call in self._calls:
            self._check(call)

    def arguments(
        self, iteration: int, values: Mapping[str, Any], collector: Collector
    ) -> Tuple[List[Any], Dict[str, Any]]:
        """The arguments of the call that the run of this iteration makes; each time new objects."""
        call = self._calls[iteration % len(self._calls)]
        restore = _Restoring(self._providers, collector)
        positional = [restore.value(item, f"args.{at}") for at, item in enumerate(call.positional)]
        named = {name: restore.value(item, name) for name, item in call.named.items()}
        for name in self._providers:
            if "." not in name and name not in call.named and self._accepts(name):
                named[name] = restore.value(None, name)
        for name in call.added:
            named[name] = values[name]
        _put(positional, named, call.place, values["input"])
        return positional, named

    def _accepts(self, name: str) -> bool:
        signature = self._target.plan.signature
        return signature is not None and name in signature.parameters

    def _check(self, call: RecordedCall) -> None:
        for place, marker in _markers(call.root, ""):
            found = BUILTIN.fullmatch(marker)
            if found and found.group(1) not in (SEND, ERROR) and place not in self._providers:
                raise LoadFailure(
                    f"`{marker}` at `{place}` ({self._file}:{call.line}) is no callable Baton knows; known are "
                    f"`<builtin:{SEND}>` and `<builtin:{ERROR}>`; give it with `replay_args.callable_providers`"
                )
        for name in self._providers:
            if "." in name and paths.find(call.root, paths.parse(name)) is paths.MISSING:
                raise LoadFailure(
                    f"`replay_args.callable_providers` names `{name}`, which the call recorded at "
                    f"{self._file}:{call.line} does not have"
                )
        self._bind(call)
        call.place = self._path if self._path is not None else self._own_place(call)

    def _bind(self, call: RecordedCall) -> None:
        signature = self._target.plan.signature
        if signature is None:
            return
        given = dict(call.named)
        given.update({name: None for name in self._providers if "." not in name and name in signature.parameters})
        try:
            bound = signature.bind_partial(*call.positional, **given).arguments
            missing = [
                parameter
                for parameter in signature.parameters.values()
                if parameter.name not in bound and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
            ]
            call.added = tuple(parameter.name for parameter in missing if parameter.name in VALUE_NAMES)
            given.update({name: None for name in call.added})
            if self._path is None and self._target.plan.input_name in [parameter.name for parameter in missing]:
                given[self._target.plan.input_name] = None
            signature.bind(*call.positional, **given)
        except TypeError as error:
            raise LoadFailure(
                f"the call recorded at {self._file}:{call.line} does not fit `{self._target.name}{signature}`: {error}; "
                "record it again, or correct the recording"
            ) from None

    def _own_place(self, call: RecordedCall) -> Tuple[paths.Segment, ...]:
        """Where the input goes without a path: the parameter that would get it in an ordinary call."""
        plan = self._target.plan
        name = plan.input_name or "input"
        names = list(plan.signature.parameters) if plan.signature is not None else []
        place: Tuple[paths.Segment, ...] = (name,)
        if name not in call.named and name in names and names.index(name) < len(call.positional):
            place = ("args", names.index(name))
        recorded = paths.find(call.root, place)
        if isinstance(recorded, (dict, list)) or (isinstance(recorded, str) and BUILTIN.fullmatch(recorded)):
            texts = [f"`{where}`" for where in _texts(call.root, "")][:6]
            hint = f"; the texts that were recorded are at {', '.join(texts)}" if texts else ""
            raise LoadFailure(
                f"the input has no place in the call recorded at {self._file}:{call.line}: `{name}` is no text; "
                f"set `replay_args.override_param_path`{hint}"
            )
        return place


class _Restoring:
    """Makes the arguments of one call of what was recorded."""

    def __init__(self, providers: Mapping[str, Provider], collector: Collector) -> None:
        self._providers = providers
        self._collector = collector

    def value(self, recorded: Any, place: str) -> Any:
        provider = self._providers.get(place)
        if provider is not None:
            return self._collector.callable(provider, False) if isinstance(provider, str) else provider
        if isinstance(recorded, dict):
            return RecordedObject({key: self.value(item, f"{place}.{key}") for key, item in recorded.items()})
        if isinstance(recorded, list):
            return [self.value(item, f"{place}.{at}") for at, item in enumerate(recorded)]
        if isinstance(recorded, str) and recorded.startswith("<"):
            found = BUILTIN.fullmatch(recorded)
            if found:
                return self._collector.callable(found.group(1), found.group(2) is not None)
            unrecorded = UNRECORDED.fullmatch(recorded)
            if unrecorded:
                return Unrecorded(unrecorded.group(1), place)
        return recorded


def _provider(name: str, given: str) -> Provider:
    module_name, _, attribute = given.rpartition(":")
    if module_name == "builtin":
        return attribute
    try:
        found: Any = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise LoadFailure(
            f"`replay_args.callable_providers.{name}: {given}` cannot be loaded: {describe(error)}", details(error)
        ) from None
    if not callable(found):
        raise LoadFailure(f"`replay_args.callable_providers.{name}: {given}` is a `{type(found).__name__}`, no callable")
    return found  # type: ignore[no-any-return]


def _put(positional: List[Any], named: Dict[str, Any], place: Tuple[paths.Segment, ...], value: Any) -> None:
    if len(place) == 1:
        named[str(place[0])] = value
        return
    parent = paths.find(_root(positional, named), place[:-1])
    last = place[-1]
    if isinstance(parent, list):
        parent[int(last)] = value  # type: ignore[arg-type]
    else:
        parent[last] = value


def _root(positional: List[Any], named: Dict[str, Any]) -> Dict[str, Any]:
    return {"args": positional, **named} if positional else named


def _markers(value: Any, place: str) -> List[Tuple[str, str]]:
    return [(where, text) for where, text in _leaves(value, place) if text.startswith("<builtin:")]


def _texts(value: Any, place: str) -> List[str]:
    return [where for where, text in _leaves(value, place) if not text.startswith(("<builtin:", "<repr:"))]


def _leaves(value: Any, place: str) -> List[Tuple[str, str]]:
    """Every text in a value with its path."""
    if isinstance(value, str):
        return [(place, value)]
    inner: List[Tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [leaf for key, item in inner for leaf in _leaves(item, f"{place}.{key}" if place else str(key))]
