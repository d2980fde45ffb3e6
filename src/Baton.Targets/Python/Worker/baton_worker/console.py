"""Standard output and error of the agent's code: kept as log lines of the run that wrote them."""

from __future__ import annotations

import io
import os
import sys
import threading
from typing import Any

from baton_worker.runs import CURRENT, Run

LONGEST_LINE = 16 * 1024


class CapturedText(io.TextIOBase):
    """Stands in for `sys.stdout` or `sys.stderr`; what is written outside any run goes to the real standard error."""

    def __init__(self, source: str, descriptor: int) -> None:
        self._source = source
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self.buffer = CapturedBytes(self)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"

    @property
    def name(self) -> str:
        return f"<{self._source}>"

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def reconfigure(self, **_: Any) -> None:
        """Nothing can be changed: the text goes into the run's record."""

    def close(self) -> None:
        """Stays open for the other runs."""

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        run = CURRENT.get()
        if run is None or run.closed:
            os.write(2, text.encode("utf-8", "replace"))
        else:
            self._log(run, text)
        return len(text)

    def _log(self, run: Run, text: str) -> None:
        with self._lock:
            text = run.partial_lines.pop(self._source, "") + text
            *lines, rest = text.split("\n")
            while len(rest) > LONGEST_LINE:
                lines.append(rest[:LONGEST_LINE])
                rest = rest[LONGEST_LINE:]
            if rest:
                run.partial_lines[self._source] = rest
        for line in lines:
            for start in range(0, len(line) or 1, LONGEST_LINE):
                piece = line[start : start + LONGEST_LINE].rstrip("\r")
                run.emit({"type": "log", "source": self._source, "message": piece})


class CapturedBytes(io.RawIOBase):
    """The `buffer` of a captured stream, for code that writes bytes."""

    def __init__(self, text: CapturedText) -> None:
        self._text = text

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._text.fileno()

    def close(self) -> None:
        """Stays open for the other runs."""

    def write(self, data: Any) -> int:
        data = bytes(data)
        self._text.write(data.decode("utf-8", "replace"))
        return len(data)


def capture() -> None:
    """Replaces the standard streams of the interpreter, in forked children only until the fork."""
    real = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = CapturedText("stdout", 1), CapturedText("stderr", 2)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _restore(*real))


def flush(run: Run) -> None:
    """Sends the lines the run began and did not end."""
    for source, text in run.partial_lines.items():
        run.emit({"type": "log", "source": source, "message": text})
    run.partial_lines = {}


def _restore(stdout: Any, stderr: Any) -> None:
    sys.stdout, sys.stderr = stdout, stderr
