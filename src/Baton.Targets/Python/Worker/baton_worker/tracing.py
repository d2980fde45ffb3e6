"""Puts a call into the trace that Baton made for its run, where the agent can use OpenTelemetry."""

from __future__ import annotations

from typing import Any, Callable, Optional

Attach = Callable[[str], Any]

_attach: Optional[Attach] = None
_looked = False


def join(traceparent: Optional[str]) -> None:
    """Makes the run's span OpenTelemetry's current one in this context; spans of the agent become its children."""
    global _attach, _looked
    if traceparent is None:
        return
    if not _looked:
        _looked = True
        _attach = _find()
    if _attach is not None:
        _attach(traceparent)


def _find() -> Optional[Attach]:
    try:
        from opentelemetry import context
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
    except Exception:
        # Not installed, or broken: either way the agent cannot use it.
        return None
    propagator = TraceContextTextMapPropagator()
    return lambda traceparent: context.attach(propagator.extract({"traceparent": traceparent}))
