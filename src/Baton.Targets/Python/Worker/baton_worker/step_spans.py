"""The spans of a step loop."""

from __future__ import annotations

import time
from typing import Any, Optional

from baton_worker.plain import observed
from baton_worker.spans import Span, error_text


class StepSpan(Span):
    """One step. The next one gets what it returned, so one message tells the end of the one and the begin of the other."""

    def __init__(self, number: int) -> None:
        super().__init__(f"step {number}", "chain", {})
        self._number = number
        self._result: Any = None
        self._error: Optional[str] = None
        self._over_at = 0.0

    def begin(self, observation: Any, before: "Optional[StepSpan]") -> "StepSpan":
        """Tells Baton that the step begins, and that the one before is over where that was not told yet."""
        message = {"type": "step", "span": self._id, "number": self._number, "at": time.time()}
        if before is None:
            message["input"] = observed(observation)
        elif before._ended or before._told:
            before.tell_end()
            message["input"] = before._result
        else:
            before._ended = True
            message["ends"] = before._id
            message["output"] = before._result
        self._tell(message)
        return self

    def over(self, result: Any, error: Optional[BaseException] = None) -> None:
        """Keeps what came out or was raised until it is told."""
        out = self._output if result is None else result
        self._over_at = time.time()
        self._result = None if out is None else observed(out)
        self._error = None if error is None else error_text(error)

    def tell_end(self) -> None:
        """Tells Baton that the step is over, unless that was told."""
        if self._ended:
            return
        self._ended = True
        self._emit(
            "span_end",
            output=self._result,
            error=self._error,
            attributes=observed(self._told) if self._told else None,
            at=self._over_at,
        )
