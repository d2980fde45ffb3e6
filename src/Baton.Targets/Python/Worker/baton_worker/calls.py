"""Makes the calls: async targets on the event loop, the others in threads."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from collections import abc
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, Optional, Set, Tuple

from baton_worker import console, instances, paths, tracing
from baton_worker.channel import Channel, Message
from baton_worker.collectors import Collector
from baton_worker.conversations import Conversation, Values
from baton_worker.factories import FactoryError
from baton_worker.loading import Target
from baton_worker.model_events import ModelEvents
from baton_worker.outcomes import ItemStream, Stream, failure, outcome_of, pieces, raised
from baton_worker.plain import is_record
from baton_worker.replay import Replay
from baton_worker.runs import CURRENT, PIECE, Run, RunCancelled
from baton_worker.shapes import returned_text
from baton_worker.steps import Step, StepLoop

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
        self._hands_on_items: bool = init.get("stream_items", False)
        self._steps = StepLoop(target.name, init["step"]) if init.get("step") else None
        self._threads = ThreadPoolExecutor(max_workers=init["threads"], thread_name_prefix="baton")
        self._runs: Dict[int, Run] = {}
        self._conversations: Dict[int, Conversation] = {}
        self._keepers: "Set[asyncio.Task[None]]" = set()

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
        """Forgets what a conversation left behind and closes its instance."""
        conversation = self._conversations.pop(number, None)
        if conversation is not None:
            conversation.end()

    async def stop(self) -> None:
        """Cancels every call, closes every instance and gives both a moment."""
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in tasks:
            if task not in self._keepers:
                task.cancel()
        for number in list(self._conversations):
            self.end_conversation(number)
        if tasks:
            await asyncio.wait(tasks, timeout=0.5)
        if self._keepers:
            await asyncio.wait(self._keepers, timeout=0.5)

    async def _serve(self, run: Run) -> None:
        run.started = True
        tracing.join(run.message.get("traceparent"))
        conversation = self._conversation(run)
        conversation.enter()
        try:
            outcome = await self._call(run, conversation)
            if run.collector is not None:
                outcome = run.collector.outcome(outcome)
            text = outcome.get("output", "")
            if len(text) > PIECE:
                del outcome["output"]
                for piece in pieces(text):
                    await run.emit_async({"type": "text", "text": piece})
        except FactoryError as error:
            outcome = failure("start", str(error))
        except BaseException as error:
            outcome = _cancelled() if run.cancelled else raised(error)
        if run.partial_lines:
            console.flush(run)
        run.finish(outcome)
        conversation.leave()
        if run.drained:
            self._runs.pop(run.id, None)

    def forget(self, run: Run) -> None:
        """Called when Baton took in the last events of a call that was already over."""
        self._runs.pop(run.id, None)

    async def _call(self, run: Run, conversation: Conversation) -> Message:
        if self._target.owner is not None and conversation.instance is None:
            await self._make(run, conversation)
        if self._steps is not None:
            return await self._steps.run(run, lambda step: self._step(run, conversation, step))
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

    async def _step(self, run: Run, conversation: Conversation, step: Step) -> Tuple[Any, Optional[BaseException]]:
        try:
            if self._target.on_loop:
                result = self._invoke(run, conversation, step)
            else:
                result, error = await self._thread(run, lambda: self._invoke(run, conversation, step))
                if error is not None:
                    return None, error
            while inspect.isawaitable(result):
                result = await result
            return result, None
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            return None, error

    async def _make(self, run: Run, conversation: Conversation) -> None:
        """Makes the instance of a new conversation where its methods are called: on the loop or in a thread."""

        async def call(function: Callable[[], Any]) -> Any:
            if self._target.on_loop:
                return function()
            result, error = await self._thread(run, function)
            if error is not None:
                raise error
            return result

        made = await call(self._target.make)
        if self._target.made_by_factory and inspect.isawaitable(made):
            made = await made
        instance = await instances.keep(made, call, self._leave)
        if instance.keeper is not None:
            self._keepers.add(instance.keeper)
            instance.keeper.add_done_callback(self._keepers.discard)
        conversation.instance = instance
        self._target.bound(instance.value)

    async def _leave(self, function: Callable[[], Any]) -> Any:
        """Closes an instance where it was made; no run is there any more."""
        return function() if self._target.on_loop else await self._loop.run_in_executor(self._threads, function)

    def _invoke(self, run: Run, conversation: Conversation, step: Optional[Step] = None) -> Any:
        instance = conversation.instance
        function = self._target.bound(None if instance is None else instance.value)
        values = Values(run, self._target, conversation, step)
        if self._replay is None:
            positional, named = self._target.plan.arguments(values)
        else:
            run.collector = run.collector or Collector(run, self._new_stream(run))
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
        result, error = await self._thread(run, work)
        return result if error is None else _Outcome(raised(error))

    async def _thread(self, run: Run, work: Callable[[], Any]) -> Tuple[Any, Optional[BaseException]]:
        run.in_thread = True
        context = contextvars.copy_context()
        # A pending call whose run was cancelled meanwhile never starts.
        future = self._threads.submit(context.run, _caught, run, work)
        try:
            result: Tuple[Any, Optional[BaseException]] = await asyncio.wrap_future(future)
        finally:
            run.in_thread = False
        if run.cancelled:
            raise RunCancelled
        return result

    def _consume(self, run: Run, result: Any) -> Any:
        """Streams an iterator with the thread; gives anything else back."""
        if not _is_stream(result):
            return result
        stream = self._new_stream(run)
        items = iter(result)
        returned = None
        try:
            while True:
                try:
                    item = next(items)
                except StopIteration as end:
                    returned = end.value
                    break
                for message in stream.events(item):
                    run.emit(message)
                if run.cancelled:
                    raise RunCancelled
                if stream.failed is not None:
                    break
            for message in stream.rest():
                run.emit(message)
        finally:
            close = getattr(result, "close", None)
            if callable(close):
                close()
        return _Outcome(stream.outcome(returned))

    async def _stream(self, run: Run, result: Any) -> Message:
        stream = self._new_stream(run)
        items = result.__aiter__()
        count = 0
        try:
            async for item in items:
                for message in stream.events(item):
                    await run.emit_async(message)
                if stream.failed is not None:
                    break
                count += 1
                if count % FAIRNESS == 0:
                    await asyncio.sleep(0)
            for message in stream.rest():
                await run.emit_async(message)
        finally:
            close = getattr(items, "aclose", None) or getattr(items, "close", None)
            closing = close() if callable(close) else None
            if inspect.isawaitable(closing):
                await closing
        return stream.outcome()

    def _new_stream(self, run: Run) -> Stream:
        if self._hands_on_items:
            return ItemStream()
        return Stream(self._path, self._path_text, ModelEvents(run))


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
    """Whether it is to be iterated: an iterator, or an object that gives one and is no collection, record or text."""
    if isinstance(value, abc.Iterator):
        return True
    kind = type(value)
    if not hasattr(kind, "__iter__") or hasattr(kind, "__len__"):
        return False
    return not is_record(value) and returned_text(value) is None
