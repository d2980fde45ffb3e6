# Given to the interpreter with -c. Old interpreters must be able to read it, up to the version check.
import json
import os
import sys


def take_channel():
    """Keeps Baton's two pipes for the worker alone; what the agent prints goes to standard error."""
    incoming = os.dup(0)
    outgoing = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if os.name == "nt":
        import msvcrt

        msvcrt.setmode(incoming, os.O_BINARY)
        msvcrt.setmode(outgoing, os.O_BINARY)
    return incoming, outgoing


def lead_group():
    """Makes a session and process group of its own, so that everything started here can be ended at once."""
    if not hasattr(os, "setsid"):
        return 0
    if os.getpgrp() != os.getpid():
        os.setsid()
    return os.getpid()


def read_line(incoming):
    """Returns the first line and what was already read after it."""
    received = b""
    while b"\n" not in received:
        chunk = os.read(incoming, 1 << 20)
        if not chunk:
            os._exit(0)
        received += chunk
    return received.split(b"\n", 1)


class WorkerModules(object):
    """Imports the worker's own modules from memory, so that no file has to lie on a disk."""

    def __init__(self, sources):
        self.sources = sources

    def find_spec(self, name, path=None, target=None):
        if name not in self.sources:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, origin="<%s>" % name, is_package="." not in name)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        exec(compile(self.sources[name], "<%s>" % name, "exec"), module.__dict__)


def main():
    incoming, outgoing = take_channel()
    version = "%d.%d.%d" % sys.version_info[:3]
    hello = {"type": "hello", "protocol": 1, "python": version, "group": lead_group()}
    os.write(outgoing, json.dumps(hello).encode("ascii") + b"\n")
    if sys.version_info < (3, 9):
        sys.exit(0)
    sources, received = read_line(incoming)
    sys.meta_path.insert(0, WorkerModules(json.loads(sources.decode("utf-8"))))
    from baton_worker.main import serve

    serve(incoming, outgoing, received)


main()
