"""Finds the text in what agents return and yield."""

from __future__ import annotations

import enum
from collections import abc
from typing import Any, Optional, Tuple

from baton_worker.paths import MISSING, Segment, find, step
from baton_worker.plain import scalar

RETURNED = (
    "output_text",
    "output",
    "text",
    "content",
    "message",
    "choices",
    "answer",
    "response",
    "reply",
    "result",
    "root",
)
SILENT_EVENTS = frozenset(
    ("message_start", "content_block_start", "content_block_stop", "message_delta", "message_stop", "ping")
)
MAX_NESTING = 5


def returned_text(value: Any, nesting: int = 0) -> Optional[str]:
    """The text of a returned value by the common shapes; None when it has none of them."""
    single = scalar(value)
    if single is not NotImplemented:
        return None if single is None or isinstance(single, dict) else _single_text(single)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        listed = nesting == 0 and all(isinstance(item, str) for item in value)
        return None if listed else _blocks_text(value)
    if nesting == MAX_NESTING:
        return None
    for name in RETURNED:
        inner = field(value, name)
        if inner is None:
            continue
        if name == "choices":
            inner = _choice(inner, "message")
        text = returned_text(inner, nesting + 1)
        if text is not None:
            return text
    said = field(value, "messages")
    if isinstance(said, (list, tuple)) and said:
        return returned_text(field(said[-1], "content"), nesting + 1)
    return None


def item_text(item: Any, path: Optional[Tuple[Segment, ...]] = None) -> Optional[str]:
    """The text of one streamed item, by the path when there is one; None when the item has none."""
    if path is not None:
        return path_text(find(item, path))
    if isinstance(item, str):
        return item.value if isinstance(item, enum.Enum) else item
    if isinstance(item, (bytes, bytearray)):
        return bytes(item).decode("utf-8", "replace")
    if isinstance(item, enum.Enum):
        return item_text(item.value)
    if isinstance(item, tuple) and len(item) == 2 and not hasattr(item, "_fields"):
        return item_text(item[0])
    kind = field(item, "type")
    if isinstance(kind, str):
        if kind == "raw_response_event":
            return item_text(field(item, "data"))
        if kind.startswith("response."):
            return _text_or_none(field(item, "delta")) if kind == "response.output_text.delta" else None
        if kind in SILENT_EVENTS or (kind == "text" and field(item, "snapshot") is not None):
            return None
    choices = field(item, "choices")
    if choices is not None:
        return _delta_text(_choice(choices, "delta"))
    return _delta_text(item, ("delta", "update", "text", "content", "message"))


def path_text(value: Any) -> Optional[str]:
    """The text of what a path found: text and numbers as they are, lists joined."""
    if value is MISSING or value is None:
        return None
    single = scalar(value)
    if single is not NotImplemented:
        return None if isinstance(single, dict) else _single_text(single)
    if isinstance(value, (list, tuple)):
        texts = [text for text in map(path_text, value) if text is not None]
        return "".join(texts) if texts else None
    return returned_text(value)


def _delta_text(item: Any, names: Tuple[str, ...] = ("content", "text", "delta")) -> Optional[str]:
    for name in names:
        inner = field(item, name)
        if inner is None:
            continue
        text = _text_or_none(inner)
        if text is None:
            text = _blocks_text(inner)
        if text is None and not isinstance(inner, (list, tuple)):
            text = _delta_text(inner)
        if text is not None:
            return text
    return None


def _text_or_none(value: Any) -> Optional[str]:
    return value if isinstance(value, str) else None


def _single_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _blocks_text(value: Any) -> Optional[str]:
    """The text of a list of content blocks; blocks of other kinds (tool use, thinking) are left out."""
    if not isinstance(value, (list, tuple)) or not value:
        return None
    texts = []
    for block in value:
        if isinstance(block, str):
            texts.append(block)
            continue
        kind = field(block, "type")
        text = _text_or_none(field(block, "text"))
        if text is None and kind == "message":
            text = _blocks_text(field(block, "content"))
        if text is not None:
            texts.append(text)
        elif not isinstance(kind, str):
            return None
    return "".join(texts) if texts else None


def _choice(choices: Any, part: str) -> Any:
    if not isinstance(choices, (list, tuple)) or not choices:
        return None
    inner = field(choices[0], part)
    return choices[0] if inner is None else inner


def field(value: Any, name: str) -> Any:
    found = step(value, name)
    return None if found is MISSING or (callable(found) and not isinstance(found, abc.Mapping)) else found
