"""What went wrong in the agent's code, told without the worker's own frames."""

from __future__ import annotations

import traceback
from typing import Any, Dict, List

LONGEST = 64 * 1024


def describe(error: BaseException) -> str:
    """`Type: message`, or the type alone where there is no message."""
    message = message_of(error)
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def message_of(error: BaseException) -> str:
    """The exception's own message; may be empty."""
    try:
        return str(error)
    except Exception:  # the agent's own exception class failed
        return "<its message could not be made>"


def details(error: BaseException) -> Dict[str, Any]:
    """The exception as facts: type, message and the traceback of the agent's frames."""
    return {
        "type": type(error).__name__,
        "message": message_of(error)[:LONGEST],
        "traceback": user_traceback(error),
    }


def user_traceback(error: BaseException) -> str:
    """The traceback with its causes, the worker's own frames left out."""
    try:
        whole = traceback.TracebackException.from_exception(error)
        _leave_out_worker(whole, [])
        text = "".join(whole.format())
    except Exception as failure:
        return f"<no traceback: {describe(failure)}>"
    return text if len(text) <= LONGEST else text[: LONGEST // 2] + "\n…\n" + text[-LONGEST // 2 :]


def is_own(filename: str) -> bool:
    """Whether a frame's file is part of the worker or of Python's import machinery."""
    return filename.startswith(("<baton_worker", "<frozen importlib", "<string>")) or "/baton_worker/" in filename


def _leave_out_worker(part: Any, seen: List[int]) -> None:
    if part is None or id(part) in seen:
        return
    seen.append(id(part))
    part.stack[:] = [frame for frame in part.stack if not is_own(frame.filename)]
    for inner in (part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or ())):
        _leave_out_worker(inner, seen)
