"""A stand-in for Metaflow where Python cannot import the real one: just enough to run the flows that Baton generates.

One process, one task at a time. It knows FlowSpec, step, Parameter, IncludeFile, foreach, split, join, switch, retry,
`run`, `resume`, `check` and `show`, and refuses what the real one refuses in the flows of these tests.
"""

import copy
import inspect
import sys

from . import command, graph
from .tasks import Tasks, current

__all__ = ["FlowSpec", "IncludeFile", "Parameter", "batch", "current", "kubernetes", "retry", "step"]


class Parameter:
    def __init__(self, name, default=None, help=None, required=False):
        self.name, self.default, self.required = name, default, required

    def value(self, text):
        return self.default if text is None else text


class IncludeFile(Parameter):
    def value(self, text):
        if text is None:
            return None
        with open(text, encoding="utf-8") as file:
            return file.read()


def step(function):
    function.is_step = True
    return function


def retry(function=None, times=3):
    def decorate(decorated):
        decorated.retries = times
        return decorated

    return decorate(function) if function else decorate


def _elsewhere(**settings):
    return lambda function: function


kubernetes = batch = _elsewhere


class FlowSpec:
    def __init__(self):
        command.main(type(self), sys.argv[1:])

    def next(self, *targets, foreach=None, condition=None):
        self._next = (targets, foreach, condition)


class Run:
    """One run of a flow, from the start or over the tasks of an earlier one."""

    def __init__(self, flow, run_id, values, origin=None):
        self.flow, self.values = flow, values
        self.nodes = graph.check(flow)
        self.tasks = Tasks(flow.__name__, run_id, origin)

    def go(self):
        self.walk("start", dict(self.values), ())

    def walk(self, name, artifacts, place):
        """Runs from a step to the join that ends its branch, or to the end; gives that join and the artifacts."""
        turn = 0
        while name:
            if self.nodes[name].is_join:
                return name, artifacts
            artifacts, following = self.run(name, artifacts, place + ((name, turn),))
            name, artifacts = self.follow(following, artifacts, place + ((name, turn),))
            turn += 1
        return None, artifacts

    def follow(self, following, artifacts, place):
        if following is None:
            return None, artifacts
        targets, foreach, condition = following
        if condition:
            return targets[0][artifacts[condition]], artifacts
        if foreach is None and len(targets) == 1:
            return targets[0], artifacts
        if foreach is None:
            branches = [(target, artifacts, place + ((target, 0),)) for target in targets]
        else:
            items = list(artifacts[foreach])
            if not items:
                raise RuntimeError("foreach over nothing in %s" % place[-1][0])
            branches = [
                (targets[0], dict(artifacts, input=item), place + ((targets[0], index),))
                for index, item in enumerate(items)
            ]
        ends = [self.walk(*branch) for branch in branches]
        join = ends[0][0]
        outer = {"input": artifacts["input"]} if "input" in artifacts else {}
        joined, following = self.run(
            join, dict(self.values, **outer), place + ((join, 0),), [_Inputs(end[1]) for end in ends]
        )
        return self.follow(following, joined, place + ((join, 0),))

    def run(self, name, artifacts, place, inputs=None):
        function = getattr(self.flow, name)
        for attempt in range(getattr(function, "retries", 0) + 1):
            try:
                return self.tasks.take(name, place, lambda: self.carry_out(function, artifacts, inputs))
            except Exception:
                if attempt == getattr(function, "retries", 0):
                    raise

    def carry_out(self, function, artifacts, inputs):
        task = self.flow.__new__(self.flow)
        task.__dict__.update(copy.deepcopy(artifacts))
        function(task, *([] if inputs is None else [inputs]))
        following = task.__dict__.pop("_next", None)
        return task.__dict__, following and _names(following)


class _Inputs:
    def __init__(self, artifacts):
        self.__dict__.update(artifacts)


def _names(following):
    targets, foreach, condition = following
    if condition:
        targets = ({route: target.__name__ for route, target in targets[0].items()},)
    else:
        targets = tuple(target.__name__ for target in targets)
    return targets, foreach, condition


def parameters(flow):
    return {name: value for name, value in inspect.getmembers(flow) if isinstance(value, Parameter)}
