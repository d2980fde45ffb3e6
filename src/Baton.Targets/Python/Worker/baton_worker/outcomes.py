"""Ends a call: from what the target returned, streamed or raised to the one message that tells it."""

from __future__ import annotations

import codecs
import json
from typing import Any, Callable, Dict, List, Optional, Tuple

from baton_worker.channel import Message
from baton_worker.failures import describe, details
from baton_worker.model_events import ModelEvents
from baton_worker.paths import Segment
from baton_worker.plain import observed, plain
from baton_worker.runs import PIECE
from baton_worker.shapes import item_text, returned_text

RAW_LIMIT = 1024 * 1024


class Stream:
    """Reads what a generator yields, and judges its end."""

    def __init__(
        self, path: Optional[Tuple[Segment, ...]], path_text: Optional[str], model: Optional[ModelEvents] = None
    ) -> None:
        self.failed: Optional[Message] = None
        self._path = path
        self._path_text = path_text
        self._model = model
        self._decode: Optional[Callable[[bytes], str]] = None
        self._items = 0
        self._texts = 0
        self._first: Any = None

    def events(self, item: Any) -> List[Message]:
        """What an item tells: tool calls, usage and reasoning of a model, then its text in pieces fit for a message."""
        if self._items == 0:
            self._first = observed(item)
        self._items += 1
        told: List[Message] = []
        if isinstance(item, (bytes, bytearray)) and self._path is None:
            text: Optional[str] = self._decoded(bytes(item))
        else:
            if self._model is not None and not isinstance(item, str):
                told = self._model.read(item)
                if self._model.failed is not None:
                    self.failed = failure("agent_error", self._model.failed)
                    return told
            text = item_text(item, self._path)
        if text is not None:
            self._texts += 1
            told.extend({"type": "text", "text": piece} for piece in pieces(text))
        return told

    def rest(self) -> List[Message]:
        """What was held back until the stream's end."""
        return [] if self._model is None else self._model.end()

    def _decoded(self, data: bytes) -> str:
        """Text of bytes; a character that is cut by two items comes with the second."""
        if self._decode is None:
            self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        return self._decode(data)

    def outcome(self, returned: Any = None) -> Message:
        """The last message of a stream that ended by itself; `returned` is the generator's return value."""
        if self.failed is not None:
            return self.failed
        if self._texts:
            return {"type": "done"}
        if returned is not None:
            return outcome_of(returned)
        if not self._items:
            return failure("no_output", "the generator yielded nothing")
        place = f"at `{self._path_text}`" if self._path_text else "in a known shape; set `stream_output_path`"
        shown = json.dumps(self._first, ensure_ascii=False)[:500]
        return failure(
            "no_output", f"the generator yielded {self._items} items and none has text {place}; the first is {shown}"
        )


class ItemStream(Stream):
    """Hands on what a generator yields, for Baton knows what its items mean; text stays text."""

    def __init__(self) -> None:
        super().__init__(None, None)

    def events(self, item: Any) -> List[Message]:
        """The item as JSON."""
        if isinstance(item, (str, bytes, bytearray)):
            return super().events(item)
        self._texts += 1
        dump = getattr(item, "model_dump", None)
        if callable(dump) and not isinstance(item, type):
            try:
                item = dump(by_alias=True)
            except TypeError:
                pass
        return [{"type": "item", "item": plain(item)}]


def outcome_of(value: Any) -> Message:
    """The last message of a call that returned. A text over PIECE is left to the caller to send before it."""
    if type(value) is str:
        return {"type": "done", "output": value}
    if value is None:
        return failure("no_output", "returned None: is a `return` missing?")
    text = returned_text(value)
    copy = plain(value)
    if text is None:
        if isinstance(copy, str) and not isinstance(value, (str, bytes)):
            name = type(value).__name__
            return failure("protocol", f"returned a `{name}`, which has no text in a known shape; return text or a dict")
        text = json.dumps(copy, ensure_ascii=False)
    message: Message = {"type": "done", "output": text}
    if isinstance(copy, (dict, list)) and len(json.dumps(copy, ensure_ascii=False)) <= RAW_LIMIT:
        message["raw"] = copy
    return message


def pieces(text: str) -> List[str]:
    """The text cut into pieces of at most PIECE characters; nothing for an empty one."""
    if 0 < len(text) <= PIECE:
        return [text]
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def failure(kind: str, message: str, facts: Optional[Dict[str, Any]] = None) -> Message:
    """The last message of a call that failed."""
    return {"type": "error", "kind": kind, "message": message, "details": facts}


def raised(error: BaseException) -> Message:
    """The last message of a call whose code raised."""
    return failure("exception", describe(error)[:65536], details(error))
