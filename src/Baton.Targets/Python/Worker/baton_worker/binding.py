"""Which of the target's parameters gets what."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

INPUT_NAMES = ("input", "input_text", "message", "query", "text", "content", "user_message")

VALUE_NAMES = (
    "context",
    "conversation_state",
    "state",
    "messages",
    "history",
    "turns",
    "persona",
    "persona_prompt",
    "persona_description",
    "auto_approve",
    "auto_approve_tools",
    "approve_tool",
    "request_approval",
    "iteration",
    "turn",
    "metadata",
    "run_id",
)

MEMBER = "input."
"""What the name of a value begins with that is one member of an input that is a dict."""

STATE_NAMES = ("conversation_state", "state")


class BindingError(Exception):
    """The target has a parameter Baton knows nothing for."""


class Plan:
    """The target's parameters, looked at once. `takes_input` says whether one of them is the input itself.

    Where calls are `replayed`, the recording gives what Baton has no value for.
    """

    def __init__(self, signature: Optional[inspect.Signature], name: str, members: Sequence[str] = (), replayed: bool = False) -> None:
        self.signature = signature
        self.input_name: Optional[str] = "input"
        self._positional: List[Tuple[str, Any]] = []
        self._named: List[Tuple[str, str]] = []
        self._rest: Tuple[str, ...] = ()
        if signature is None:
            self._positional.append(("input", None))
            self.takes_input, self.uses_state = True, False
            return
        parameters = list(signature.parameters.values())
        input_name = self.input_name = _input_parameter(parameters)
        members = _keywords(parameters, input_name, members, name)
        used = []
        takes_all = False
        for parameter in parameters:
            if parameter.kind is parameter.VAR_POSITIONAL:
                continue
            if parameter.kind is parameter.VAR_KEYWORD:
                takes_all = True
                continue
            source = _source(parameter.name, input_name, members)
            known = source == "input" or source.startswith(MEMBER) or source in VALUE_NAMES
            if not known and parameter.default is parameter.empty and not replayed:
                raise BindingError(_unknown(name, parameter.name))
            if parameter.kind is parameter.POSITIONAL_ONLY:
                self._positional.append((source if known else "", parameter.default))
            elif known:
                self._named.append((parameter.name, source))
            used.append(source)
        if takes_all:
            self._rest = tuple(value for value in VALUE_NAMES if value not in used)
            self._named += [(member, MEMBER + member) for member in members if MEMBER + member not in used]
            if input_name is None and not members:
                self._named.append(("input", "input"))
        self.takes_input = input_name is not None or takes_all or bool(members)
        self.uses_state = takes_all or any(value in used for value in STATE_NAMES)
        if not self.takes_input and not replayed and not any(value in used for value in ("context", "messages", *STATE_NAMES)):
            raise BindingError(
                f"`{name}` takes no parameter for the input; add one named `input` (or {_listed(INPUT_NAMES[1:])})"
            )

    def arguments(self, values: Mapping[str, Any]) -> Tuple[List[Any], Dict[str, Any]]:
        """The arguments of one call; `values` has every name in VALUE_NAMES and `input`."""
        positional = [values[source] if source else default for source, default in self._positional]
        named = {parameter: values[source] for parameter, source in self._named}
        for source in self._rest:
            named[source] = values[source]
        return positional, named


def signature_of(function: Callable[..., Any], skip_self: bool = False) -> Optional[inspect.Signature]:
    """The parameters a caller has to give; None where Python cannot tell."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return None
    if skip_self:
        signature = signature.replace(parameters=list(signature.parameters.values())[1:])
    return signature


def _input_parameter(parameters: List[inspect.Parameter]) -> Optional[str]:
    ordinary = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    names = [parameter.name for parameter in ordinary]
    for name in INPUT_NAMES:
        if name in names:
            return name
    if names and names[0] not in VALUE_NAMES:
        return names[0]
    required = [p.name for p in ordinary if p.default is p.empty and p.name not in VALUE_NAMES]
    return required[0] if required else None


def _source(parameter: str, input_name: Optional[str], members: Sequence[str]) -> str:
    if parameter in members:
        return MEMBER + parameter
    if parameter == input_name:
        return "" if members else "input"
    return parameter


def _keywords(
    parameters: List[inspect.Parameter], input_name: Optional[str], members: Sequence[str], name: str
) -> Sequence[str]:
    """The members of the input that become keyword arguments: all of them, or none and the input stays one dict."""
    names = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters)
    if not any(member in names for member in members) and not (takes_all and input_name is None):
        return ()
    for member in members:
        if member not in names and not takes_all:
            raise BindingError(
                f"`adapters.input` gives `{member}`, and `{name}` has no such parameter; it has {_listed(tuple(names))}"
            )
    needed = next((p for p in parameters if p.name == input_name and p.default is p.empty), None)
    if needed is not None and needed.name not in members:
        raise BindingError(
            f"`{name}` needs `{needed.name}`, and `adapters.input` gives other parameters but not that one; "
            f'add `{needed.name}: "{{{{ input }}}}"`'
        )
    return members


def _unknown(name: str, parameter: str) -> str:
    return (
        f"`{name}` needs a parameter `{parameter}` that Baton has no value for; give it a default, "
        f"or use a name Baton knows: {_listed(VALUE_NAMES)}"
    )


def _listed(names: Tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
