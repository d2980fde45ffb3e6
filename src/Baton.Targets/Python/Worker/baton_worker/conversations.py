"""What lives as long as a conversation, and what one call of the target may ask for by name."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, Optional

from baton_worker.approvals import Approver
from baton_worker.binding import MEMBER
from baton_worker.channel import Message
from baton_worker.instances import Instance
from baton_worker.loading import Target
from baton_worker.runs import Run
from baton_worker.steps import Step


class Conversation:
    """The instance of the target's class and the state dict, made when they are first needed."""

    def __init__(self) -> None:
        self.instance: Optional[Instance] = None
        self._state: Optional[Dict[str, Any]] = None
        self._calls = 0
        self._ended = False

    def enter(self) -> None:
        """A call of the conversation begins."""
        self._calls += 1

    def leave(self) -> None:
        """The call is over; the last one of a conversation that has ended closes its instance."""
        self._calls -= 1
        self._close()

    def end(self) -> None:
        """No more calls come."""
        self._ended = True
        self._close()

    def _close(self) -> None:
        if self._ended and self._calls == 0 and self.instance is not None:
            self.instance.end()

    def state(self, turns: List[Message], metadata: Dict[str, Any]) -> Dict[str, Any]:
        if self._state is None:
            self._state = {"turns": turns, "metadata": metadata, "context": {}}
        self._state["turns"] = turns
        return self._state


class Values:
    """The values of one call by parameter name, made only when the target has the parameter."""

    def __init__(self, run: Run, target: Target, conversation: Conversation, step: Optional[Step] = None) -> None:
        self._run = run
        self._step = step
        self._message = run.message
        self._target = target
        self._conversation = conversation

    def __getitem__(self, name: str) -> Any:
        if name == "input":
            return self._message["input"] if self._step is None else self._step.observation
        if name.startswith(MEMBER):
            return self._message["input"].get(name[len(MEMBER) :])
        return _VALUES[name](self)

    def context(self) -> Dict[str, Any]:
        message = self._message
        values = {
            "input": message["input"],
            "run_id": message.get("run_id"),
            "turn": message.get("turn", 1),
            "iteration": message.get("iteration", 0),
            "persona": message.get("persona"),
            "persona_prompt": message.get("persona_prompt"),
            "persona_attributes": message.get("persona_attributes"),
            "metadata": self.metadata(),
            "messages": self.turns(),
            "auto_approve_tools": self.auto_approve(),
            "traceparent": message.get("traceparent"),
        }
        if self._step is not None:
            values["step"] = self._step.number
        return values

    def state(self) -> Dict[str, Any]:
        return self._conversation.state(self.turns(), self.metadata())

    def turns(self) -> List[Message]:
        """What was said before; ends with the input where the target has no other parameter for it."""
        turns = [dict(said) for said in self._message.get("history", ())]
        if not self._target.plan.takes_input:
            said = self._message["input"]
            content = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
            turns.append({"role": "user", "content": content})
        return turns

    def metadata(self) -> Dict[str, Any]:
        return dict(self._message.get("metadata") or {})

    def auto_approve(self) -> bool:
        return bool(self._message.get("auto_approve"))

    def approver(self) -> Approver:
        return Approver(self._run)


_VALUES: Dict[str, Callable[[Values], Any]] = {
    "context": Values.context,
    "conversation_state": Values.state,
    "state": Values.state,
    "messages": Values.turns,
    "history": Values.turns,
    "turns": Values.turns,
    "persona": lambda values: values._message.get("persona"),
    "persona_prompt": lambda values: values._message.get("persona_prompt"),
    "persona_description": lambda values: values._message.get("persona_prompt"),
    "auto_approve": Values.auto_approve,
    "auto_approve_tools": Values.auto_approve,
    "approve_tool": Values.approver,
    "request_approval": Values.approver,
    "iteration": lambda values: values._message.get("iteration", 0),
    "turn": lambda values: values._message.get("turn", 1),
    "metadata": Values.metadata,
    "run_id": lambda values: values._message.get("run_id"),
}
