"""Memory for messages that are not written yet. Baton sees it too, so that none is lost when the worker dies."""

from __future__ import annotations

import mmap
import os
import struct
from typing import Dict, Optional

NAME = "baton"

TOKEN = 16
"""Bytes at the beginning by which Baton knows that it has opened the right memory."""

HEADER = TOKEN + 16
"""Where messages begin: behind the token, the count of bytes that were written, and that of bytes that were told."""

SIZE = 64 * 1024

_count = struct.Struct("<Q").pack


class SharedBuffer:
    """Holds what was told and not written. One caller at a time.

    The process may be killed anywhere, and an exception may come out of any call here (a signal handler's, one about too deep
    a recursion): what was told is counted when it stands in memory, what was written when it is out of the worker's hands.
    """

    def __init__(self, memory: mmap.mmap, descriptor: int) -> None:
        self.out = 0
        """Bytes that went out, of what is held or, while nothing is, past the buffer. Whoever writes them adds to it."""
        self._memory = memory
        self._view = memoryview(memory)
        self._descriptor = descriptor
        self._token = os.urandom(TOKEN)
        self._base = 0
        self._told = 0
        memory[:TOKEN] = self._token

    @property
    def place(self) -> Dict[str, str]:
        """Where Baton finds it as long as this process lives."""
        return {"path": f"/proc/{os.getpid()}/fd/{self._descriptor}", "token": self._token.hex()}

    @property
    def held(self) -> memoryview:
        """What was told and has not gone out."""
        return self._view[HEADER + self.out - self._base : HEADER + self._told - self._base]

    def add(self, data: bytes) -> bool:
        """Takes a message in; False where there is no room for it."""
        self.settle()
        start = HEADER + self._told - self._base
        end = start + len(data)
        if end > SIZE:
            return False
        self._memory[start:end] = data
        self._told += len(data)
        self._memory[TOKEN + 8 : HEADER] = _count(self._told)
        return True

    def settle(self) -> None:
        """Begins at the beginning again when everything went out."""
        if self.out >= self._told and self.out > self._base:
            self._base = self._told = self.out
            self._memory[TOKEN + 8 : HEADER] = _count(self._told)
            self._memory[TOKEN : TOKEN + 8] = _count(self._base)


def make() -> Optional[SharedBuffer]:
    """A buffer in memory without a file; None where the system has no such thing."""
    if not hasattr(os, "memfd_create"):
        return None
    try:
        descriptor = os.memfd_create(NAME)
        os.ftruncate(descriptor, SIZE)
        return SharedBuffer(mmap.mmap(descriptor, SIZE), descriptor)
    except OSError:
        return None
