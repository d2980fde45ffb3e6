"""What stands in a replayed call for the objects of the recorded one."""

from __future__ import annotations

from typing import Any, Dict


class RecordedObject(Dict[str, Any]):
    """An object that was recorded: a dict whose keys are attributes too, where no method of dicts has the name."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the recorded object has no `{name}`; it has {', '.join(self) or 'nothing'}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]


class Unrecorded:
    """Stands where a value could not be recorded; any use of it says so."""

    def __init__(self, shown: str, place: str) -> None:
        self.__dict__["_shown"] = shown
        self.__dict__["_place"] = place

    def __repr__(self) -> str:
        return f"<not recorded: {self._shown}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise self._error(f"`.{name}`")

    def __setattr__(self, name: str, value: Any) -> None:
        raise self._error(f"`.{name}`")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise self._error("calling it")

    def __getitem__(self, key: Any) -> Any:
        raise self._error(f"`[{key!r}]`")

    def _error(self, use: str) -> RuntimeError:
        return RuntimeError(
            f"`{self._place}` could not be recorded ({self._shown}), and the agent needs it ({use}); "
            f"give it with `replay_args.callable_providers: {{{self._place}: \"module:name\"}}`"
        )
