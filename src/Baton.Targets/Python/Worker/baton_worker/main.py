"""The worker: takes its orders, loads the target and serves calls until Baton is done or gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from typing import List, Optional

from baton_worker import console, offer
from baton_worker.calls import Calls
from baton_worker.channel import Channel, Message
from baton_worker.loading import Inputs, LoadFailure, load
from baton_worker.replay import Replay
from baton_worker.runs import CURRENT
from baton_worker.shared_buffer import SharedBuffer, make

LAST_WORDS = 1.5
"""Seconds the agent's own exit handlers may take."""


def serve(incoming: int, outgoing: int, received: bytes) -> None:
    """Runs the worker on its two descriptors; `received` was read from the first one already."""
    Worker(Channel(incoming, outgoing, received)).run()


class Worker:
    """One process, one target, one event loop on the main thread; the channel is read by a thread of its own."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._loop = asyncio.new_event_loop()
        self._calls: Optional[Calls] = None
        self._init: Message = {}
        self._told = threading.Event()
        self._stopping = False
        self._buffer: Optional[SharedBuffer] = None

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)
        threading.Thread(target=self._read, name="baton-channel", daemon=True).start()
        # Before the agent's code can use up the threads or replace them.
        threading.Thread(target=self._channel.write_late, name="baton-late", daemon=True).start()
        self._told.wait()
        console.capture()
        offer.offer()
        _prepare_path(self._init["paths"])
        if not self._load():
            return
        self._serve_calls()

    def _load(self) -> bool:
        init = self._init
        try:
            order = init.get("replay")
            inputs = Inputs(init.get("input_members", ()), order is not None)
            steps = init.get("step") is not None
            target = load(init["module"], init["attribute"], init["paths"], init.get("factory"), steps, inputs)
            replay = Replay(order, target) if order is not None else None
        except LoadFailure as failure:
            self._channel.send({"type": "failed", "message": str(failure), "details": failure.facts})
            return False
        self._calls = Calls(self._channel, target, init, self._loop, replay)
        ready: Message = {"type": "ready", "stateful": target.stateful}
        self._buffer = make()
        if self._buffer is not None:
            ready["buffer"] = self._buffer.place
        self._channel.send(ready)
        return True

    def _serve_calls(self) -> None:
        while not self._stopping:
            try:
                self._loop.run_forever()
            except (SystemExit, KeyboardInterrupt):
                # A task the agent started on its own raised it; the other calls go on.
                continue
        if self._calls is not None:
            self._loop.run_until_complete(self._calls.stop())
        self._channel.stop_gathering()
        sys.stdout.flush()

    def _read(self) -> None:
        for batch in self._channel.batches():
            if not self._init:
                self._init = batch.pop(0)
                self._told.set()
            self._take(batch)
        if self._stopping:
            time.sleep(LAST_WORDS)
        leave()

    def _take(self, batch: List[Message]) -> None:
        """Sorts messages: what a blocked event loop must not hold up is done here, by the reader."""
        for_loop = []
        for message in batch:
            kind = message["type"]
            if kind in ("call", "end"):
                for_loop.append(message)
                continue
            if kind == "shutdown":
                self._stopping = True
                self._loop.call_soon_threadsafe(self._loop.stop)
                continue
            if kind == "buffer" and self._buffer is not None:
                self._channel.gather(self._buffer, self._loop.call_soon)
                continue
            run = self._calls.run(message["run"]) if self._calls is not None else None
            if kind == "cancel":
                for_loop.append(message)
                if run is not None:
                    run.cancel()
            elif run is not None and kind == "ack":
                run.grant(message["events"])
                if run.drained:
                    self._calls.forget(run)
            elif run is not None and kind == "approval":
                request = run.requests.pop(message["call"], None)
                if request is not None:
                    request.answer(message)
        if for_loop:
            self._loop.call_soon_threadsafe(self._handle, for_loop)

    def _handle(self, batch: List[Message]) -> None:
        calls = self._calls
        if calls is None:
            return
        for message in batch:
            kind = message["type"]
            if kind == "call":
                calls.start(message)
            elif kind == "end":
                calls.end_conversation(message["conversation"])
            else:
                run = calls.run(message["run"])
                if run is not None:
                    run.cancelled = True
                    calls.cancel(run)

    def _forked(self) -> None:
        CURRENT.set(None)
        self._channel.leave_to_parent()


def leave() -> None:
    """Ends the process at once and, where it leads a group of its own, everything the agent started in it."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _prepare_path(paths: List[str]) -> None:
    """Puts the folders in front of what Python searches, in their order, each once."""
    own = [path for path in sys.path if path and path not in paths]
    sys.path[:] = [*paths, *own]
