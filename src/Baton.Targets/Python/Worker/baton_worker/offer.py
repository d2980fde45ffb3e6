"""Offers the `fluxloop` module under both its names, unless a real package of that name can be imported."""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Optional, Sequence

NAMES = ("fluxloop", "baton")


class OfferedModule:
    """Looks first in `sys.meta_path`, because a mere folder named `fluxloop` would win as a namespace package."""

    def find_spec(self, name: str, path: Optional[Sequence[str]] = None, target: Any = None) -> Optional[ModuleSpec]:
        if name not in NAMES:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            real: Optional[ModuleSpec] = find(name, path, target)
            if real is not None and real.loader is not None and real.origin is not None:
                return real
        return ModuleSpec(name, self, origin="offered by Baton")  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module("baton_worker.sdk")

    def exec_module(self, module: ModuleType) -> None:
        """The module ran when it was imported under its own name."""


def offer() -> None:
    """Makes both names importable."""
    sys.meta_path.insert(0, OfferedModule())  # type: ignore[arg-type]
