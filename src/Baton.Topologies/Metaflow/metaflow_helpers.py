"""What flows that Baton generates call. Written beside them by `baton agents topologies generate`.

A flow carries one artifact, `state`: the execution (topology, agents, input) and the steps that ended. Prompts and rules
are not repeated in Python: `baton agents invoke` gets the state as JSON, replays the topology over its steps, carries out
the one step that is asked for and says what comes next.

Flows of your own can do without a state: `invoke_agent(AGENT, input)` asks one agent, `aggregate_results` and
`determine_consensus` take answers in place of states, and `save_execution` keeps an output.

`BATON_COMMAND` is the command to call, if it is not `baton`. Whatever `baton` reads (keys of models, `BATON_DB`) it reads
from the environment of the Metaflow task. Python 3.8 or newer; the standard library and metaflow.
"""

import json
import os
import shlex
import subprocess
import uuid
from datetime import datetime, timezone

from metaflow import current


class TopologyFailed(Exception):
    """The topology cannot come to an output; `resume` tries again what failed."""


class TopologyPaused(Exception):
    """A person has to decide: `baton agents executions approve` or `reject`, then `resume`."""


def begin_execution(topology, agents, config, input_json, followed=None):
    """The state before the first step. `followed` is the execution that `baton` follows, as JSON, or None."""
    if followed:
        state = json.loads(followed)
    else:
        execution = {
            "id": "%s-%s" % (current.flow_name, current.run_id),
            "topology": topology,
            "agents": agents,
            "config": config,
            "input": _input(input_json),
            "started_at": datetime.now(timezone.utc).isoformat(),
        }
        state = {"execution": execution, "steps": []}
    return _checked(_call(state))


def invoke_agent(step, state):
    """Asks the agent of a step; a step that ended before, or that the topology does not come to, asks nobody.

    `invoke_agent(agent, input)`: asks an agent outside of a topology; returns the object it answers, or {"output": text}.
    """
    if isinstance(step, dict):
        return _ask_alone(step, state)
    if not step:
        return state
    if all(record["path"] != step for record in state["steps"]):
        state = _checked(_call(state, step))
    return _revised(step + "/", state)


def invoke_rest(step, state):
    """Asks all that follows a step in its own folder, one after the other: a chain's question to the level above."""
    folder = _folder(step)
    while True:
        following = [path for path in state["next"] if folder and path.startswith(folder)]
        if not following:
            return state
        state = invoke_agent(following[0], state)


def aggregate_results(results, method, step=None, aggregator=None):
    """Joins the states of branches; `step` is the agent's that makes one answer of theirs, where one does.

    All other methods (vote, average, weighted, concat, best_of) are Baton's own and need no agent.
    `aggregate_results([(name, answer), ...], method)`: what an ensemble makes of these answers; `aggregator` is the agent
    for synthesis, by default one of Baton's default model.
    """
    if all(isinstance(result, (list, tuple)) for result in results):
        return _aggregated(results, method, aggregator)
    return invoke_agent(step, _joined(results))


def determine_consensus(primary, validations, method, step=None, mediator=None):
    """Joins the states of checkers with that of the primary; `step` is the mediator's, where one decides.

    `determine_consensus(answer, [{"approved": ..., "confidence": ...}, ...], method)`: what a cross-check makes of them;
    `mediator` is the agent that decides by the method mediator.
    """
    if "execution" not in primary:
        return _decided(primary, validations, method, mediator)
    return invoke_agent(step, _joined([primary, *validations]))


def save_execution(topology, state):
    """Writes the execution into Baton's store (`BATON_DB`, otherwise ./agent.db) and returns its output.

    `save_execution(topology, output)`: keeps an output that was made without a state.
    """
    if "execution" not in state:
        alone = _alone("topology-%s" % topology if isinstance(topology, int) else topology, _ASK, {"agent": {}}, {})
        return _call(alone, save=True, output=_object(state))["output"]
    state = _checked(_call(state))
    if state["status"] != "completed":
        raise TopologyFailed("%s ended before these steps: %s" % (topology, ", ".join(state["next"])))
    if not state["execution"].get("is_followed"):
        _call(state, save=True)
    return state["output"]


def steps_like(state, pattern, beside=None):
    """The steps the topology has come to whose paths fit, for a foreach: `*` stands for one name; `beside` a step."""
    names = ((_folder(beside) if beside else "") + pattern).split("/")
    found = [path for path in state["asked"] if _fits(path.split("/"), names)]
    # A foreach needs an item; where a part has failed nobody is asked.
    return found or [""]


def next_step(state, start):
    """The first of the next steps whose path starts like this, or None."""
    return next((path for path in state["next"] if path.startswith(start)), None)


def choose_next(state, routes, otherwise):
    """The route (name: start of paths) of the first of the next steps that has one."""
    return _route(state["next"], routes, otherwise)


def choose_part(state, routes, otherwise):
    """The route (name: start of paths) of the first step that has one, ended or not."""
    return _route(state["asked"], routes, otherwise)


_ASK = {"type": "ensemble", "aggregation_method": "best_of"}


def _ask_alone(agent, question):
    state = _call(_alone("agent", _ASK, {"agent": agent}, question), "agent")
    record = state["steps"][-1]
    if record.get("error"):
        raise TopologyFailed(record["error"])
    return _object(record["output"])


def _aggregated(answers, method, aggregator):
    agents = {name: {} for name, _ in answers}
    if method == "synthesis":
        agents["aggregator"] = aggregator or {}
    config = {"type": "ensemble", "aggregation_method": method}
    return _finished(_alone("ensemble", config, agents, {}, answers))


def _decided(answer, validations, method, mediator):
    answers = [("primary", answer)] + [("checker_%d" % n, said) for n, said in enumerate(validations, 1)]
    agents = {name: {} for name, _ in answers}
    if method == "mediator":
        agents["mediator"] = mediator or {}
    config = {"type": "crosscheck", "consensus_method": method, "num_checkers": len(validations)}
    return _finished(_alone("crosscheck", config, agents, {}, answers))


def _finished(state):
    state = _call(state)
    while state["next"]:
        state = _call(state, state["next"][0])
    if state["status"] != "completed":
        raise TopologyFailed(state["error"])
    return state["output"]


def _alone(name, config, agents, question, answers=()):
    now = datetime.now(timezone.utc).isoformat()
    return {
        "execution": {
            "id": uuid.uuid4().hex,
            "topology": {"name": name, "config": config},
            "agents": {slot: _described(slot, agent) for slot, agent in agents.items()},
            "input": _object(question),
            "started_at": now,
        },
        "steps": [
            {"path": slot, "slot": slot, "agent": slot, "input": "", "output": _text(said), "started_at": now}
            for slot, said in answers
        ],
    }


def _described(slot, agent):
    whole = agent if "config" in agent or "role" in agent else {"config": agent}
    return {"name": slot, "role": "specialist", **whole}


def _text(answer):
    if isinstance(answer, dict) and list(answer) == ["output"]:
        answer = answer["output"]
    return answer if isinstance(answer, str) else json.dumps(answer)


def _object(answer):
    try:
        value = json.loads(answer) if isinstance(answer, str) else answer
    except ValueError:
        value = answer
    return value if isinstance(value, dict) else {"output": value}


def _route(paths, routes, otherwise):
    return next((name for path in paths for name, start in routes.items() if path.startswith(start)), otherwise)


def _folder(step):
    return step[: step.rfind("/") + 1]


def _fits(path, names):
    return len(path) == len(names) and all(
        part == name or ("*" in name and part.startswith(name.split("*")[0])) for part, name in zip(path, names)
    )


def _input(text):
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("--input-json must be a JSON object, for example '{\"prompt\": \"...\"}'")
    return value


def _joined(states):
    steps = {}
    for state in states:
        for record in state["steps"]:
            steps.setdefault(record["path"], record)
    state = _call(dict(states[0], steps=list(steps.values())))
    if state["status"] == "failed" and getattr(current, "origin_run_id", None):
        state = _failed_again(state)
    return _revised("", _checked(state))


def _revised(start, state):
    """Asks again those whose answers a person rejected."""
    while True:
        again = [path for path in state["next"] if path.startswith(start) and "revision-" in path[len(start) :]]
        if not again:
            return state
        state = _checked(_call(state, again[0]))


def _failed_again(state):
    """In a resumed run: asks again those whose failure let the execution fail."""
    failed = [record["path"] for record in state["steps"] if record.get("error")]
    state = _call(dict(state, steps=[record for record in state["steps"] if not record.get("error")]))
    for path in failed:
        state = _call(state, path)
    return state


def _checked(state):
    if state["status"] not in ("failed", "paused"):
        return state
    if not state["execution"].get("is_followed"):
        _call(state, save=True)
    raise (TopologyFailed if state["status"] == "failed" else TopologyPaused)(state["error"])


def _call(state, step=None, save=False, output=None):
    request = {
        "version": 1,
        "execution": state["execution"],
        "steps": state["steps"],
        "approvals": state.get("approvals", []),
        "step": step,
        "save": save,
        "output": output,
    }
    command = shlex.split(os.environ.get("BATON_COMMAND", "baton")) + ["agents", "invoke"]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError("`%s` ended with %d: %s" % (" ".join(command), done.returncode, done.stderr.strip()))
    answer = json.loads(done.stdout)
    for record in answer["steps"]:
        _tell(state["execution"], record)
    return {
        "execution": state["execution"],
        "steps": state["steps"] + answer["steps"],
        "approvals": state.get("approvals", []),
        "asked": answer["asked"],
        "next": answer["next"],
        "status": answer["status"],
        "output": answer.get("output"),
        "error": answer.get("error"),
    }


def _tell(execution, record):
    if execution.get("is_followed"):
        print("@baton " + json.dumps(record), flush=True)
    else:
        came = "failed: " + record["error"] if record.get("error") else "answered"
        print("%s (%s) %s" % (record["path"], record["agent"], came), flush=True)
