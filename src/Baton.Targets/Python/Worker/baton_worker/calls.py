"""Makes the calls: async targets on the event loop, the others in threads."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from collections import abc
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Optional, Tuple

from baton_worker import console, paths, tracing
from baton_worker.channel import Channel, Message
from baton_worker.collectors import Collector
from baton_worker.conversations import Conversation, Values
from baton_worker.loading import Target
from baton_worker.outcomes import Stream, outcome_of, pieces, raised
from baton_worker.replay import Replay
from baton_worker.runs import CURRENT, PIECE, Run, RunCancelled

FAIRNESS = 8
"""Items of an async stream after which other calls get their turn."""


class Calls:
    """All calls of this worker. Its methods belong to the event loop, except `run`."""

    def __init__(
        self,
        channel: Channel,
        target: Target,
        init: Message,
        loop: asyncio.AbstractEventLoop,
        replay: Optional[Replay] = None,
    ) -> None:
        self._replay = replay
        self._channel = channel
        self._target = target
        self._loop = loop
        self._window: int = init["window"]
        self._path_text: Optional[str] = init.get("stream_output_path")
        self._path = paths.parse(self._path_text) if self._path_text else None
        self._threads = ThreadPoolExecutor(max_workers=init["threads"], thread_name_prefix="baton")
        self._runs: Dict[int, Run] = {}
        self._conversations: Dict[int, Conversation] = {}

    def run(self, number: int) -> Optional[Run]:
        """The run in flight with that number."""
        return self._runs.get(number)

    def start(self, message: Message) -> None:
        """Begins a call."""
        run = Run(self._channel, message, self._window, self._loop)
        self._runs[run.id] = run
        token = CURRENT.set(run)
        run.task = self._loop.create_task(self._serve(run))
        CURRENT.reset(token)

    def cancel(self, run: Run) -> None:
        """Stops a call that Baton does not want any more; says at once that the event loop is alive."""
        self._channel.send({"type": "cancelling", "run": run.id})
        for request in list(run.requests.values()):
            request.answer(None)
        if not run.started:
            run.finish(_cancelled())
            self._runs.pop(run.id, None)
        if not run.in_thread and run.task is not None:
            run.task.cancel()

    def end_conversation(self, number: int) -> None:
        """Forgets what a conversation left behind."""
        self._conversations.pop(number, None)

    async def stop(self) -> None:
        """Cancels everything and gives it a moment to clean up."""
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=0.5)

    async def _serve(self, run: Run) -> None:
        run.started = True
        tracing.join(run.message.get("traceparent"))
        try:
            outcome = await self._call(run)
            if run.collector is not None:
                outcome = run.collector.outcome(outcome)
            text = outcome.get("output", "")
            if len(text) > PIECE:
                del outcome["output"]
                for piece in pieces(text):
                    await run.emit_async({"type": "text", "text": piece})
        except BaseException as error:
            outcome = _cancelled() if run.cancelled else raised(error)
        if run.partial_lines:
            console.flush(run)
        run.finish(outcome)
        if run.drained:
            self._runs.pop(run.id, None)

    def forget(self, run: Run) -> None:
        """Called when Baton took in the last events of a call that was already over."""
        self._runs.pop(run.id, None)

    async def _call(self, run: Run) -> Message:
        conversation = self._conversation(run)
        if self._target.on_loop:
            result = self._invoke(run, conversation)
        else:
            result = await self._in_thread(run, lambda: self._consume(run, self._invoke(run, conversation)))
        while inspect.isawaitable(result):
            result = await result
        if hasattr(type(result), "__aiter__"):
            return await self._stream(run, result)
        if _is_stream(result):
            result = await self._in_thread(run, lambda: self._consume(run, result))
        return result if isinstance(result, _Outcome) else outcome_of(result)

    def _invoke(self, run: Run, conversation: Conversation) -> Any:
        function = self._target.bound(conversation.instance(self._target.owner))
        values = Values(run, self._target, conversation)
        if self._replay is None:
            positional, named = self._target.plan.arguments(values)
        else:
            run.collector = Collector(run, Stream(self._path, self._path_text))
            positional, named = self._replay.arguments(run.message.get("iteration", 0), values, run.collector)
        return function(*positional, **named)

    def _conversation(self, run: Run) -> Conversation:
        if not self._target.stateful:
            return _STATELESS
        number: int = run.message["conversation"]
        conversation = self._conversations.get(number)
        if conversation is None:
            conversation = self._conversations[number] = Conversation()
        return conversation

    async def _in_thread(self, run: Run, work: Callable[[], Any]) -> Any:
        run.in_thread = True
        context = contextvars.copy_context()
        # A pending call whose run was cancelled meanwhile never starts.
        future = self._threads.submit(context.run, _caught, run, work)
        try:
            result, error = await asyncio.wrap_future(future)
        finally:
            run.in_thread = False
        if run.cancelled:
            raise RunCancelled
        return result if error is None else _Outcome(raised(error))

    def _consume(self, run: Run, result: Any) -> Any:
        """Streams an iterator with the thread; gives anything else back."""
        if not _is_stream(result):
            return result
        stream = Stream(self._path, self._path_text)
        returned = None
        try:
            while True:
                try:
                    item = next(result)
                except StopIteration as end:
                    returned = end.value
                    break
                for piece in stream.pieces(item):
                    run.emit({"type": "text", "text": piece})
                if run.cancelled:
                    raise RunCancelled
        finally:
            close = getattr(result, "close", None)
            if callable(close):
                close()
        return _Outcome(stream.outcome(returned))

    async def _stream(self, run: Run, result: Any) -> Message:
        stream = Stream(self._path, self._path_text)
        items = result.__aiter__()
        count = 0
        try:
            async for item in items:
                for piece in stream.pieces(item):
                    await run.emit_async({"type": "text", "text": piece})
                count += 1
                if count % FAIRNESS == 0:
                    await asyncio.sleep(0)
        finally:
            close = getattr(items, "aclose", None)
            if callable(close):
                await close()
        return stream.outcome()


class _Outcome(Dict[str, Any]):
    """A message that ends the call, told apart from a dict the agent returned."""


_STATELESS = Conversation()


def _cancelled() -> Message:
    return {"type": "done", "cancelled": True}


def _caught(run: Run, work: Callable[[], Any]) -> Tuple[Any, Optional[BaseException]]:
    """Result or error as a value: a future cannot carry every exception (StopIteration)."""
    if run.cancelled:
        return None, None
    try:
        return work(), None
    except BaseException as error:
        return None, error


def _is_stream(value: Any) -> bool:
    return isinstance(value, abc.Iterator)
