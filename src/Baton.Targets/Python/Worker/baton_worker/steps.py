"""The step loop: the target is called again and again with its own last result, until it says that it is done."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections import abc
from typing import Any, Awaitable, Callable, NamedTuple, Optional, Tuple

from baton_worker import paths
from baton_worker.channel import Message
from baton_worker.outcomes import failure, outcome_of, pieces, raised
from baton_worker.plain import observed, plain, scalar
from baton_worker.runs import Run, RunCancelled
from baton_worker.shapes import path_text, returned_text
from baton_worker.step_spans import StepSpan

FAIRNESS = 8
"""Steps after which other calls get their turn."""

SHOWN = 500


class Step(NamedTuple):
    """One call in the loop: its number, from 1, and what it gets in place of the input."""

    number: int
    observation: Any


Take = Callable[[Step], Awaitable[Tuple[Any, Optional[BaseException]]]]
"""Makes the call; gives its result, or what it raised."""


class StepLoop:
    """The rules of the `step` section."""

    def __init__(self, name: str, rules: Message) -> None:
        self._name = name
        self._max_steps: int = rules["max_steps"]
        self._done = paths.parse(rules["done_path"])
        self._done_anywhere = None in self._done
        self._output_text: Optional[str] = rules.get("output_path")
        self._output = paths.parse(self._output_text) if self._output_text else None

    async def run(self, run: Run, take: Take) -> Message:
        """Takes the steps of one turn; gives the message that ends it."""
        observation = run.message["input"]
        before: Optional[StepSpan] = None
        try:
            for number in range(1, self._max_steps + 1):
                if before is not None and (run.is_behind or number % FAIRNESS == 0):
                    before.tell_end()
                    await asyncio.sleep(0)
                    await run.caught_up()
                if run.cancelled:
                    raise RunCancelled
                span = StepSpan(number).begin(observation, before)
                before = span
                result, ended = await self._take(Step(number, observation), take, span)
                if ended is not None:
                    return ended
                if self._is_done(result):
                    return self._outcome(number, result)
                observation = result
        finally:
            if before is not None:
                before.tell_end()
        return await self._not_done(run, observation)

    async def _take(self, step: Step, take: Take, span: StepSpan) -> Tuple[Any, Optional[Message]]:
        """The step's result, or the message with which it ends the turn."""
        try:
            with span.active():
                result, error = await take(step)
        except BaseException as left:
            span.over(None, left)
            raise
        span.over(result, error)
        if error is not None:
            failed = raised(error)
            failed["message"] = f"step {step.number}: {failed['message']}"
            failed["details"]["step"] = step.number
            return None, failed
        if type(result) is dict:
            return result, None
        if result is None:
            text = f"step {step.number} returned None: is a `return` missing?"
            return None, failure("no_output", text, {"step": step.number})
        if isinstance(result, abc.Iterator) or hasattr(type(result), "__aiter__"):
            name = type(result).__name__
            text = f"step {step.number} returned a `{name}`; a step returns its result and cannot stream it"
            if inspect.isgenerator(result):
                result.close()
            return None, failure("protocol", text, {"step": step.number})
        return result, None

    async def _not_done(self, run: Run, observation: Any) -> Message:
        for piece in pieces(self._text(observation) or ""):
            await run.emit_async({"type": "text", "text": piece})
        times = "1 step" if self._max_steps == 1 else f"{self._max_steps} steps"
        message = f"`{self._name}` was not done after {times} (`step.max_steps`)"
        return {"type": "limit", "limit": "max_steps", "message": message}

    def _is_done(self, result: Any) -> bool:
        found = paths.find(result, self._done)
        if self._done_anywhere and found is not paths.MISSING:
            return any(map(_says_done, found))
        return _says_done(found)

    def _outcome(self, number: int, result: Any) -> Message:
        if self._output is None:
            return outcome_of(result)
        text = self._text(result)
        if text is None:
            shown = json.dumps(observed(result), ensure_ascii=False)[:SHOWN]
            message = f"step {number} is done and has nothing at `{self._output_text}`; it returned {shown}"
            return failure("no_output", message, {"step": number})
        return {**outcome_of(result), "type": "done", "output": text}

    def _text(self, result: Any) -> Optional[str]:
        """The answer in a step's result."""
        if self._output is None:
            return returned_text(result)
        found = paths.find(result, self._output)
        text = path_text(found)
        if text is None and found is not paths.MISSING and found is not None:
            text = json.dumps(plain(found), ensure_ascii=False)
        return text


def _says_done(value: Any) -> bool:
    """Whether what stands at `done_path` ends the loop: anything but nothing, false, zero, `"false"` and emptiness."""
    if value is True or value is False:
        return value
    if value is paths.MISSING or value is None:
        return False
    single = scalar(value)
    if single is not NotImplemented:
        return bool(single) and not (isinstance(single, str) and single.strip().lower() == "false")
    return len(value) > 0 if isinstance(value, abc.Sized) else True
