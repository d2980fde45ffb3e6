"""Paths into data: `choices[0].delta.content`, `item.content.0.text`, `$.a["b.c"][-1]`, `items[*].text`."""

from __future__ import annotations

from collections import abc
from typing import Any, List, Optional, Tuple, Union

Segment = Union[str, int, None]
"""A name, a position, or None for every item of a list."""

MISSING = object()


class PathError(ValueError):
    """The text is no path."""


def parse(text: str) -> Tuple[Segment, ...]:
    """Reads a path; raises PathError with the position of the mistake."""
    segments: List[Segment] = []
    at = 0
    if text.startswith("$"):
        at = 1
        if at < len(text) and text[at] not in ".[":
            at = 0
    need_dot = at > 0
    while at < len(text):
        if text[at] == "[":
            segment, at = _bracket(text, at)
            segments.append(segment)
            need_dot = True
            continue
        if need_dot:
            if text[at] != ".":
                raise PathError(f"`{text}`: expected `.` or `[` at character {at + 1}")
            at += 1
        end = at
        while end < len(text) and text[end] not in ".[":
            end += 1
        if end == at:
            raise PathError(f"`{text}`: a name is missing at character {at + 1}")
        segments.append(text[at:end])
        at = end
        need_dot = True
    if not segments and text != "$":
        raise PathError("the path is empty")
    return tuple(segments)


def _bracket(text: str, at: int) -> Tuple[Segment, int]:
    start = at + 1
    quote = text[start : start + 1]
    if quote in ("'", '"'):
        name: List[str] = []
        at = start + 1
        while at < len(text) and text[at] != quote:
            if text[at] == "\\" and at + 1 < len(text):
                at += 1
            name.append(text[at])
            at += 1
        if text[at + 1 : at + 2] != "]":
            raise PathError(f"`{text}`: the quoted name that begins at character {start + 1} is not closed")
        return "".join(name), at + 2
    end = text.find("]", start)
    inside = text[start:end].strip() if end >= 0 else ""
    if inside == "*":
        return None, end + 1
    try:
        return int(inside), end + 1
    except ValueError:
        raise PathError(f"`{text}`: expected a number, `*` or a quoted name at character {start + 1}") from None


def find(value: Any, path: Tuple[Segment, ...]) -> Any:
    """What stands at the path in dicts, lists and attributes of objects; MISSING when nothing does."""
    for place, segment in enumerate(path):
        if segment is None:
            if not _is_list(value):
                return MISSING
            found = [find(item, path[place + 1 :]) for item in value]
            return [item for item in found if item is not MISSING]
        value = step(value, segment)
        if value is MISSING:
            return MISSING
    return value


def step(value: Any, segment: Union[str, int]) -> Any:
    """One step of a path: a key, an attribute or a position."""
    if isinstance(value, abc.Mapping):
        if segment in value:
            return value[segment]
        return value.get(str(segment), MISSING)
    index = _index(segment)
    if index is not None and _is_list(value):
        return value[index] if -len(value) <= index < len(value) else MISSING
    if isinstance(segment, str) and value is not None and not isinstance(value, (str, bytes)):
        try:
            return getattr(value, segment, MISSING)
        except Exception:  # a property of the agent's own class failed
            return MISSING
    return MISSING


def _index(segment: Union[str, int]) -> Optional[int]:
    if isinstance(segment, int):
        return segment
    return int(segment) if segment.lstrip("-").isdigit() and segment.isascii() else None


def _is_list(value: Any) -> bool:
    return isinstance(value, abc.Sequence) and not isinstance(value, (str, bytes))
