"""Tool calls, token usage, reasoning and failures in the events that model clients stream."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from baton_worker.channel import Message
from baton_worker.plain import observed
from baton_worker.runs import Run
from baton_worker.shapes import field

REASONING = ("response.reasoning_summary_text.delta", "response.reasoning_text.delta")
ENDS = ("response.completed", "response.incomplete", "response.failed")
TOOL_BLOCKS = ("tool_use", "server_tool_use")


class ModelEvents:
    """Reads the items of one stream. `failed` is what the model service reported as an error."""

    def __init__(self, run: Run) -> None:
        self.failed: Optional[str] = None
        self._run = run
        self._response: Any = None
        self._model: Optional[str] = None
        self._usage: Dict[str, int] = {}
        self._open: Dict[Any, _OpenCall] = {}

    def read(self, item: Any) -> List[Message]:
        """What an item tells beside its text."""
        kind = field(item, "type")
        if not isinstance(kind, str):
            return self._chat(item)
        if kind == "raw_response_event":
            return self.read(field(item, "data"))
        if kind == "run_item_stream_event":
            return _tool_output(field(item, "item"))
        if kind == "error":
            self.failed = _error_message(item)
            return []
        return self._responses(kind, item) if kind.startswith("response.") else self._messages(kind, item)

    def end(self) -> List[Message]:
        """What was held back until the end of the stream."""
        return [*self._close_all(), *self._tell_usage()]

    def _chat(self, item: Any) -> List[Message]:
        """A chunk of OpenAI's chat completions."""
        choices = field(item, "choices")
        if not isinstance(choices, (list, tuple)):
            return []
        told: List[Message] = []
        response = field(item, "id")
        if response is not None and response != self._response:
            if self._response is not None:
                told += self.end()
            self._response = response
        self._account(field(item, "usage"), field(item, "model"))
        for choice in choices[:1]:
            delta = field(choice, "delta")
            thought = field(delta, "reasoning_content") or field(delta, "reasoning")
            if isinstance(thought, str):
                told.append({"type": "reasoning", "text": thought})
            for position, call in enumerate(field(delta, "tool_calls") or ()):
                index = field(call, "index")
                function = field(call, "function")
                self._extend(
                    position if index is None else index,
                    field(call, "id"),
                    field(function, "name"),
                    field(function, "arguments"),
                )
            if field(choice, "finish_reason") is not None:
                told += self._close_all()
        return told

    def _responses(self, kind: str, item: Any) -> List[Message]:
        """An event of OpenAI's responses."""
        if kind in REASONING:
            return [{"type": "reasoning", "text": str(field(item, "delta") or "")}]
        if kind in ENDS:
            response = field(item, "response")
            self._account(field(response, "usage"), field(response, "model"))
            if kind == "response.failed":
                self.failed = _error_message(response)
            return self._tell_usage()
        if kind != "response.output_item.done":
            return []
        done = field(item, "item")
        if field(done, "type") in ("function_call", "custom_tool_call"):
            arguments = field(done, "arguments")
            call = field(done, "call_id") or field(done, "id")
            return [self._tool_call(call, field(done, "name"), field(done, "input") if arguments is None else arguments)]
        return []

    def _messages(self, kind: str, item: Any) -> List[Message]:
        """An event of Anthropic's messages."""
        if kind == "message_start":
            message = field(item, "message")
            self._account(field(message, "usage"), field(message, "model"))
        elif kind == "message_delta":
            self._account(field(item, "usage"), None)
        elif kind == "message_stop":
            return self.end()
        elif kind == "content_block_start":
            block = field(item, "content_block")
            if field(block, "type") in TOOL_BLOCKS:
                self._extend(field(item, "index"), field(block, "id"), field(block, "name"), None)
                self._open[field(item, "index")].given = field(block, "input")
        elif kind == "content_block_delta":
            delta = field(item, "delta")
            if field(delta, "type") == "thinking_delta":
                return [{"type": "reasoning", "text": str(field(delta, "thinking") or "")}]
            if field(delta, "type") == "input_json_delta" and field(item, "index") in self._open:
                self._extend(field(item, "index"), None, None, field(delta, "partial_json"))
        elif kind == "content_block_stop" and field(item, "index") in self._open:
            return [self._close(field(item, "index"))]
        return []

    def _extend(self, index: Any, call: Any, name: Any, part: Any) -> None:
        opened = self._open.setdefault(index, _OpenCall())
        opened.call = opened.call or call
        opened.name = opened.name or name
        if isinstance(part, str):
            opened.parts.append(part)

    def _close_all(self) -> List[Message]:
        return [self._close(index) for index in list(self._open)]

    def _close(self, index: Any) -> Message:
        opened = self._open.pop(index)
        text = "".join(opened.parts)
        return self._tool_call(opened.call, opened.name, text if text else opened.given)

    def _tool_call(self, call: Any, name: Any, arguments: Any) -> Message:
        told = {
            "type": "tool_call",
            "call": str(call) if call else self._run.next_id(),
            "tool": str(name or "?"),
            "arguments": observed(_parsed(arguments)),
        }
        self._run.asked_tools.setdefault(told["tool"], []).append(told["call"])
        return told

    def _account(self, usage: Any, model: Any) -> None:
        """Keeps the latest count: the events of one response repeat and complete each other."""
        if isinstance(model, str):
            self._model = model
        for name, other in (("input_tokens", "prompt_tokens"), ("output_tokens", "completion_tokens")):
            count = field(usage, name)
            count = field(usage, other) if count is None else count
            if isinstance(count, int):
                self._usage[name] = count
        if isinstance(field(usage, "total_tokens"), int):
            self._usage["total_tokens"] = field(usage, "total_tokens")

    def _tell_usage(self) -> List[Message]:
        usage, self._usage = self._usage, {}
        return [{"type": "usage", "model": self._model, **usage}] if usage else []


class _OpenCall:
    """A tool call whose arguments are still coming."""

    def __init__(self) -> None:
        self.call: Any = None
        self.name: Any = None
        self.parts: List[str] = []
        self.given: Any = None


def _tool_output(item: Any) -> List[Message]:
    """A tool's result as OpenAI's agents package tells it."""
    raw = field(item, "raw_item")
    call = field(raw, "call_id")
    if field(item, "type") != "tool_call_output_item" or call is None:
        return []
    return [{"type": "tool_result", "call": str(call), "result": observed(field(item, "output"))}]


def _error_message(item: Any) -> str:
    error = field(item, "error")
    for place in (error, item):
        message = field(place, "message")
        if isinstance(message, str) and message:
            code = field(place, "code") or field(place, "type")
            return f"{message} ({code})" if isinstance(code, str) and code != "error" else message
    return error if isinstance(error, str) and error else json.dumps(observed(item), ensure_ascii=False)[:500]


def _parsed(arguments: Any) -> Any:
    if not isinstance(arguments, str):
        return arguments
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments
