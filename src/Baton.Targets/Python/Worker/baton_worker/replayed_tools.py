"""Results that tools gave in an earlier experiment, played to today's agent."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from baton_worker.plain import observed
from baton_worker.runs import Run

KEY = "replay_tool_results"


class RecordedFailure(RuntimeError):
    """What a tool raised when it was recorded."""


def recorded_result(run: Optional[Run], tool: str, arguments: Dict[str, Any]) -> Optional[Tuple[Any]]:
    """The next recorded result of a call in this turn, in a tuple; None where no such call was recorded.

    Raises what the call raised then.
    """
    results = _results(run)
    if run is None or not results:
        return None
    given = observed(arguments)
    for place, call in enumerate(results):
        if place in run.played or not isinstance(call, dict):
            continue
        if call.get("turn") == run.turn and call.get("name") == tool and (call.get("arguments") or {}) == (given or {}):
            run.played.add(place)
            if call.get("error") is not None:
                raise RecordedFailure(call["error"])
            return (call.get("result"),)
    return None


def _results(run: Optional[Run]) -> List[Any]:
    metadata = run.message.get("metadata") if run is not None else None
    results = metadata.get(KEY) if isinstance(metadata, dict) else None
    return results if isinstance(results, list) else []
