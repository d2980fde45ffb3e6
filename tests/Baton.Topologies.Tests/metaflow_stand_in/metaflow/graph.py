"""Reads the graph of a flow out of its source, and refuses what the real Metaflow refuses."""

import ast
import inspect
import re
import textwrap


class Node:
    def __init__(self, name, function):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        last = tree.body[-1].value if isinstance(tree.body[-1], ast.Expr) else None
        is_next = isinstance(last, ast.Call) and getattr(last.func, "attr", None) == "next"
        arguments = last.args if is_next else []
        self.name = name
        self.is_join = len(tree.args.args) == 2
        self.is_switch = bool(arguments) and isinstance(arguments[0], ast.Dict)
        self.is_foreach = is_next and any(word.arg == "foreach" for word in last.keywords)
        self.targets = [each.attr for each in (arguments[0].values if self.is_switch else arguments)]


def check(flow):
    nodes = {
        name: Node(name, function)
        for name, function in inspect.getmembers(flow, inspect.isfunction)
        if getattr(function, "is_step", False)
    }
    for name in ("start", "end"):
        _require(name in nodes, "there is no step %s" % name)
    for node in nodes.values():
        _check(node, nodes)
    _follow("start", nodes, (), set())
    reached = set()
    _reach("start", nodes, reached)
    _require(reached == set(nodes), "steps that nothing leads to: %s" % (set(nodes) - reached))
    return nodes


def _check(node, nodes):
    _require(re.fullmatch("[a-z0-9][a-z0-9_]*", node.name), "%s is no name of a step" % node.name)
    _require(node.name not in ("name", "next", "input", "index", "cmd"), "%s is reserved" % node.name)
    _require(bool(node.targets) != (node.name == "end"), "%s has no next step, or is the end" % node.name)
    _require(all(target in nodes for target in node.targets), "%s leads to an unknown step" % node.name)
    splits = len(node.targets) > 1 or node.is_switch or node.is_foreach
    _require(not (node.is_join and splits), "%s joins and splits" % node.name)
    _require(not node.is_switch or len(set(node.targets)) > 1, "%s has one route" % node.name)
    into_join = any(nodes[target].is_join for target in node.targets)
    _require(not (into_join and splits), "%s leads from a switch or a split straight to a join" % node.name)


def _follow(name, nodes, seen, done):
    _require(name not in seen, "there is a loop: %s" % " -> ".join((*seen, name)))
    if name not in done:
        for target in nodes[name].targets:
            if not (nodes[name].is_switch and target == name):
                _follow(target, nodes, (*seen, name), done)
        done.add(name)


def _reach(name, nodes, reached):
    if name not in reached:
        reached.add(name)
        for target in nodes[name].targets:
            _reach(target, nodes, reached)


def _require(holds, problem):
    if not holds:
        raise SystemExit("Validity checker found an issue: %s" % problem)
