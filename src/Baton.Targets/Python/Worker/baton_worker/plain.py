"""Turns any Python value into what JSON can hold."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import decimal
import enum
import json
import pathlib
import uuid
from collections import abc
from typing import Any, Dict, List, Optional

MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_OBSERVED = 256 * 1024
PREVIEW = 4096
CUT = "…"
NODE = 64
"""Characters that a value needs beside its text, at most: a number, quotes, a comma."""


def plain(value: Any) -> Any:
    """A copy of the value made of dicts, lists, text, numbers, booleans and None only."""
    if value is None or type(value) in (str, bool):
        return value
    return Copy().of(value, 0)


def observed(value: Any) -> Any:
    """The same for a recorded fact: a very large one is replaced by its beginning."""
    copier = Copy()
    copy = copier.of(value, 0)
    if copier.at_most <= MAX_OBSERVED:
        return copy
    text = copy if isinstance(copy, str) else json.dumps(copy, ensure_ascii=False)
    if len(text) <= MAX_OBSERVED:
        return copy
    return {"truncated": True, "characters": len(text), "preview": text[:PREVIEW]}


def is_record(value: Any) -> bool:
    """Whether the value has fields of its own, as `record` would give them."""
    return not isinstance(value, type) and (
        isinstance(value, abc.Mapping)
        or dataclasses.is_dataclass(value)
        or callable(getattr(value, "model_dump", None))
        or (hasattr(value, "__fields__") and callable(getattr(value, "dict", None)))
        or hasattr(type(value), "__attrs_attrs__")
        or (isinstance(value, tuple) and hasattr(value, "_asdict"))
    )


def record(value: Any) -> Optional[Dict[str, Any]]:
    """The fields of a mapping, dataclass, pydantic or attrs object or named tuple; None for anything else."""
    if isinstance(value, type):
        return None
    if isinstance(value, abc.Mapping):
        return dict(value)
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name, None) for field in dataclasses.fields(value)}
    if callable(getattr(value, "model_dump", None)):
        dumped = value.model_dump()
        return dict(dumped) if isinstance(dumped, abc.Mapping) else {"root": dumped}
    if hasattr(value, "__fields__") and callable(getattr(value, "dict", None)):
        return dict(value.dict())
    if hasattr(type(value), "__attrs_attrs__"):
        return {field.name: getattr(value, field.name, None) for field in type(value).__attrs_attrs__}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return dict(value._asdict())
    return None


def scalar(value: Any) -> Any:
    """The JSON form of a single value (number, date, identifier…); NotImplemented for anything else."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if value.bit_length() < 4096 else hex(value)
    if isinstance(value, float):
        if value != value:
            return "NaN"
        if value in (float("inf"), float("-inf")):
            return "Infinity" if value > 0 else "-Infinity"
        return float(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, (decimal.Decimal, uuid.UUID, pathlib.PurePath)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
        try:
            return data.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(data).decode("ascii")}
    return NotImplemented


class Copy:
    """Copies one value; a second one counts towards the same bound."""

    def __init__(self) -> None:
        self._nodes = 0
        self._characters = 0
        self._open: List[int] = []

    @property
    def at_most(self) -> int:
        """An upper bound of the copy's length as JSON; a character of text may need six."""
        return 6 * self._characters + NODE * self._nodes

    def of(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            return CUT
        kind = type(value)
        if value is None or kind is bool:
            return value
        copy = value if kind is str else self._copy(kind, value, depth)
        if type(copy) is str:
            self._characters += len(copy)
        return copy

    def _copy(self, kind: type, value: Any, depth: int) -> Any:
        try:
            if kind is not dict and kind is not list:
                single = scalar(value)
                if single is not NotImplemented:
                    self._characters += _weight(single)
                    return single
            if depth >= MAX_DEPTH or id(value) in self._open:
                return CUT
            self._open.append(id(value))
            try:
                return self._structure(value, depth + 1)
            finally:
                self._open.pop()
        except Exception as error:  # a property or conversion of the agent's own class failed
            return f"<{type(value).__name__}: {type(error).__name__}>"

    def _structure(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is dict:
            return self._dict(value, depth)
        if kind is list:
            return self._list(value, depth)
        if isinstance(value, BaseException):
            return f"{type(value).__name__}: {value}"
        fields = record(value)
        if fields is not None:
            return self._dict(fields, depth)
        if isinstance(value, (set, frozenset)):
            return sorted((self.of(item, depth) for item in value), key=repr)
        if isinstance(value, (abc.Sequence, abc.KeysView, abc.ValuesView, abc.ItemsView)):
            return self._list(value, depth)
        if callable(getattr(value, "tolist", None)) and not isinstance(value, type):
            return self.of(value.tolist(), depth)
        if callable(value) or isinstance(value, (abc.Iterator, abc.AsyncIterator)):
            return f"<{getattr(value, '__qualname__', type(value).__name__)}>"
        public = {name: item for name, item in getattr(value, "__dict__", {}).items() if name[:1] != "_"}
        return self._dict(public, depth) if public else f"<{type(value).__name__}>"

    def _dict(self, fields: Dict[Any, Any], depth: int) -> Dict[str, Any]:
        copy: Dict[str, Any] = {}
        for key, item in fields.items():
            name = key if isinstance(key, str) else str(key)
            self._characters += len(name)
            if type(item) is str:
                self._nodes += 1
                self._characters += len(item)
                copy[name] = item
            else:
                copy[name] = self.of(item, depth)
            if self._nodes > MAX_NODES:
                break
        return copy

    def _list(self, items: Any, depth: int) -> List[Any]:
        copy: List[Any] = []
        for item in items:
            copy.append(self.of(item, depth))
            if self._nodes > MAX_NODES:
                break
        return copy


def _weight(single: Any) -> int:
    """Characters of a single value beyond NODE; what is neither text nor a number is left to be counted exactly."""
    if type(single) is int:
        return single.bit_length()
    return 0 if single is None or type(single) in (str, bool, float) else MAX_OBSERVED
