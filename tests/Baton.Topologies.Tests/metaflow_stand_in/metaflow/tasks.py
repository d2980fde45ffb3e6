"""The tasks of a run: what they leave is kept in files, so that a later run can take it from there."""

import contextlib
import hashlib
import os
import pickle
import sys

ROOT = ".metaflow_stand_in"


class Current:
    flow_name = run_id = step_name = origin_run_id = None


current = Current()


class Tasks:
    def __init__(self, flow, run_id, origin):
        self.run_id = run_id
        self.origin = origin
        self.number = 0
        current.flow_name, current.run_id, current.origin_run_id = flow, run_id, origin
        os.makedirs(folder(flow, run_id))

    def take(self, name, place, work):
        current.step_name = name
        self.number += 1
        key = hashlib.sha256(repr(place).encode()).hexdigest()
        before = self.origin and os.path.join(folder(current.flow_name, self.origin), key)
        if before and os.path.exists(before):
            with open(before, "rb") as file:
                result = pickle.load(file)
            told("%s/%d is cloned" % (name, self.number))
        else:
            with contextlib.redirect_stdout(Prefixed("[%s/%s/%d] " % (self.run_id, name, self.number))):
                result = work()
            told("%s/%d ended" % (name, self.number))
        with open(os.path.join(folder(current.flow_name, self.run_id), key), "wb") as file:
            pickle.dump(result, file)
        return result


class Prefixed:
    """Writes the task before each line, as Metaflow does."""

    def __init__(self, prefix):
        self.prefix, self.out, self.open = prefix, sys.stdout, False

    def write(self, text):
        for line in text.splitlines(keepends=True):
            self.out.write(line if self.open else self.prefix + line)
            self.open = not line.endswith("\n")

    def flush(self):
        self.out.flush()


def folder(flow, run_id):
    return os.path.join(ROOT, flow, run_id)


def told(text):
    print(text, file=sys.stderr, flush=True)
