"""Writes the arguments of calls to a recording, from which Baton can make the calls again."""

from __future__ import annotations

import contextlib
import datetime
import functools
import inspect
import json
import os
import re
import sys
import threading
from collections import abc
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from baton_worker.channel import whole_text
from baton_worker.failures import describe
from baton_worker.plain import MAX_NODES, Copy, record

VERSION = "1.0"
PREFIXES = ("BATON_", "FLUXLOOP_")
DEFAULT_FILE = os.path.join("recordings", "args_recording.jsonl")
MASK = "[redacted]"
SHORTEST_SECRET = 6

SECRET_WORDS = frozenset(
    ("key", "token", "secret", "password", "passwd", "pwd", "passphrase", "authorization", "cookie")
)
SECRET_ENDINGS = ("apikey", "accesskey", "secretkey", "privatekey", "token", "secret", "password")
ERROR_WORDS = frozenset(("error", "errors", "err", "fail", "failed", "failure", "exception", "reject"))
SEND_WORDS = frozenset(
    "send sender reply respond response emit message write writer push publish stream output answer say "
    "delta token chunk notify post callback".split()
)

_lock = threading.Lock()
_warned = False


def record_call(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], iteration: int) -> None:
    """Appends the call to the recording when recording is on. Whatever goes wrong is told once and harms no call."""
    try:
        if not is_on(os.environ):
            return
        line = json.dumps(described(function, args, kwargs, iteration), ensure_ascii=False, separators=(",", ":"))
        append(recording_file(os.environ), whole_text(line).encode() + b"\n")
    except Exception as error:  # the agent must run as if nobody recorded it
        _warn(f"Baton could not record the arguments of `{getattr(function, '__qualname__', '?')}`: {describe(error)}")


def is_on(variables: Mapping[str, str]) -> bool:
    """Whether `BATON_RECORD_ARGS`, or where that is unset `FLUXLOOP_RECORD_ARGS`, says so."""
    return (_variable(variables, "RECORD_ARGS") or "").strip().lower() in ("1", "true", "yes", "on")


def recording_file(variables: Mapping[str, str]) -> str:
    """The file the variables name."""
    return _variable(variables, "RECORDING_FILE") or DEFAULT_FILE


def described(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], iteration: int
) -> Dict[str, Any]:
    """The call as one line of a recording holds it."""
    positional, named = _arguments(function, args, kwargs)
    copy = Recorded(_secrets(os.environ))
    line: Dict[str, Any] = {
        "_version": VERSION,
        "target": f"{function.__module__}:{function.__qualname__}",
    }
    if positional:
        line["args"] = [copy.of(item, 0) for item in positional]
    line["kwargs"] = copy.named(named)
    if copy.is_cut:
        raise ValueError(f"the arguments hold over {MAX_NODES} values")
    line["iteration"] = iteration
    line["timestamp"] = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
    return line


def masked(arguments: Mapping[str, Any]) -> Dict[str, Any]:
    """Arguments by name as they may be shown: without secrets."""
    return Recorded(_secrets(os.environ)).named(arguments)


def append(path: str, data: bytes) -> None:
    """Appends one whole line; other threads and processes may do so at the same time."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with _lock:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with _alone(descriptor):
                rest = memoryview((b"\n" if _is_torn(descriptor) else b"") + data)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)


def is_secret(name: str) -> bool:
    """Whether a name says that its value is secret: `api_key`, `X-Auth-Token`, but not `max_tokens`."""
    words = _words(name)
    last = words[-1] if words else ""
    return (
        last in SECRET_WORDS
        or any(word.startswith("credential") for word in words)
        or any(last.endswith(ending) for ending in SECRET_ENDINGS)
    )


def marker(value: Any, name: str) -> str:
    """What stands for a callable or for a value that JSON cannot hold."""
    if callable(value) and not isinstance(value, type):
        own = getattr(value, "__name__", "")
        for words in (_words(name), _words(own)):
            kind = "error" if ERROR_WORDS.intersection(words) else "send" if SEND_WORDS.intersection(words) else None
            if kind is not None:
                return f"<builtin:collector.{kind}{':async' if _is_async(value) else ''}>"
    shown = value if isinstance(value, type) or hasattr(value, "__qualname__") else type(value)
    return f"<repr:{shown.__module__}.{shown.__qualname__}>"


class Recorded(Copy):
    """Copies arguments: secrets are masked, and what cannot be written down gets a marker."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = secrets
        self._name = ""

    @property
    def is_cut(self) -> bool:
        """Whether something was left out because there was too much."""
        return self._nodes > MAX_NODES

    def named(self, fields: Mapping[str, Any]) -> Dict[str, Any]:
        """A copy of arguments by name."""
        return self._dict(dict(fields), 0)

    def of(self, value: Any, depth: int) -> Any:
        copy = super().of(value, depth)
        if isinstance(copy, str) and isinstance(value, str):
            for secret in self._secrets:
                copy = copy.replace(secret, MASK)
        return copy

    def _structure(self, value: Any, depth: int) -> Any:
        if record(value) is None and (callable(value) or isinstance(value, (abc.Iterator, abc.AsyncIterator))):
            return marker(value, self._name)
        copy = super()._structure(value, depth)
        is_shown_only = isinstance(copy, str) and not isinstance(value, BaseException)
        return marker(value, self._name) if is_shown_only else copy

    def _dict(self, fields: Dict[Any, Any], depth: int) -> Dict[str, Any]:
        masked = {
            key: MASK if is_secret(str(key)) and item is not None and not isinstance(item, bool) else item
            for key, item in fields.items()
        }
        copy: Dict[str, Any] = {}
        for key, item in masked.items():
            self._name = str(key)
            copy[str(key)] = self.of(item, depth)
        return copy


def _arguments(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Tuple[List[Any], Dict[str, Any]]:
    """The arguments by name as far as they have one, without `self`."""
    try:
        signature = inspect.signature(function)
        bound = signature.bind(*args, **kwargs)
    except (TypeError, ValueError):
        return list(args), dict(kwargs)
    parameters = list(signature.parameters.values())
    has_self = bool(args) and parameters[0].name in ("self", "cls")
    nameless = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.VAR_POSITIONAL)
    if any(p.kind in nameless and bound.arguments.get(p.name) for p in parameters[has_self:]):
        return list(args[has_self:]), dict(kwargs)
    named: Dict[str, Any] = {}
    for parameter in parameters[has_self:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            named.update(bound.arguments.get(parameter.name, {}))
        elif parameter.name in bound.arguments and parameter.kind is not parameter.VAR_POSITIONAL:
            named[parameter.name] = bound.arguments[parameter.name]
    return [], named


def _secrets(variables: Mapping[str, str]) -> List[str]:
    found = {value for name, value in variables.items() if len(value) >= SHORTEST_SECRET and is_secret(name)}
    found.difference_update(variables.get(folder, "") for folder in ("PWD", "OLDPWD"))
    return sorted(found, key=len, reverse=True)


def _variable(variables: Mapping[str, str], name: str) -> Optional[str]:
    return next((variables[prefix + name] for prefix in PREFIXES if variables.get(prefix + name)), None)


def _words(name: str) -> List[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def _is_async(value: Any) -> bool:
    while isinstance(value, functools.partial):
        value = value.func
    return inspect.iscoroutinefunction(value) or inspect.iscoroutinefunction(getattr(value, "__call__", None))


def _is_torn(descriptor: int) -> bool:
    """Whether a writer was killed in the middle of the last line."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


@contextlib.contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Keeps other processes from appending; where the system has no locks, appending alone must do."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _warn(text: str) -> None:
    global _warned
    if not _warned:
        _warned = True
        with contextlib.suppress(Exception):
            print(text, file=sys.stderr)
