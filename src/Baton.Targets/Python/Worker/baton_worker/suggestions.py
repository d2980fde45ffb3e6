"""Near misses: which module or callable was probably meant."""

from __future__ import annotations

import difflib
import inspect
import os
from typing import Any, Iterator, List, Optional, Sequence, Tuple

MAX_DEPTH = 4
MAX_FOLDERS = 2000
SKIPPED = frozenset(("node_modules", "__pycache__", "site-packages", "dist", "build"))


def close(wanted: str, names: Sequence[str]) -> Optional[str]:
    """The name most like the wanted one, if any is like it."""
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    if near:
        return near[0]
    folded = {name.lower(): name for name in names}
    return folded.get(wanted.lower())


def callables(parent: Any) -> List[str]:
    """The public callables of a module, class or object, its own before imported ones."""
    own: List[str] = []
    other: List[str] = []
    home = getattr(parent, "__name__", None)
    for name in dir(parent):
        if name.startswith("_"):
            continue
        try:
            value = inspect.getattr_static(parent, name)
        except AttributeError:
            continue
        if isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        if callable(value):
            imported = inspect.ismodule(parent) and getattr(value, "__module__", home) != home
            (other if imported else own).append(name)
    return own or other


def locate(module_name: str, roots: Sequence[str]) -> Optional[str]:
    """What to do about a module that was not found, by the nearest file under the roots."""
    path = module_name.replace(".", "/")
    best: Tuple[float, str, str] = (0.0, "", "")
    for root in roots:
        for folder, file in _modules(root):
            relative = os.path.relpath(os.path.join(folder, file), root).replace(os.sep, "/")
            dotted = relative[:-3]
            dotted = dotted[: -len("/__init__")] if dotted.endswith("/__init__") else dotted
            if dotted == path:
                continue
            if dotted.endswith("/" + path):
                inside = dotted[: -len(path) - 1]
                return f"`{relative}` is there: add `python_path: [\"{inside}\"]`"
            score = difflib.SequenceMatcher(None, path, dotted).ratio()
            if score > best[0]:
                best = (score, relative, dotted.replace("/", "."))
    if best[0] < 0.6:
        return None
    return f"did you mean `{best[2]}` ({best[1]})?"


def _modules(root: str) -> Iterator[Tuple[str, str]]:
    folders = 0
    base = root.rstrip(os.sep).count(os.sep)
    for folder, names, files in os.walk(root):
        folders += 1
        if folders > MAX_FOLDERS:
            return
        deep = folder.count(os.sep) - base >= MAX_DEPTH
        names[:] = [] if deep else sorted(name for name in names if name not in SKIPPED and name[0] != ".")
        for file in sorted(files):
            if file.endswith(".py"):
                yield folder, file
