#!/usr/bin/env python3
"""Makes an experiment of many runs and measures what `baton evaluate experiment` takes for it with ten rule checks.

    python3 bench/evaluate_many.py [--runs 100000] [--repeat 3] [--no-build]

Publishes the tool as its package holds it into artifacts/baton first; --no-build measures what is there. Every fourth run is
a conversation of two turns, and every run has a tool call, token counts and an expected answer. Prints wall time, CPU time
and peak memory, the median of --repeat.
"""

import argparse
import json
import pathlib
import statistics
import tempfile

import compare_two
import side_by_side as bench

CONFIGURATION = r"""
runner: {target: "app:run"}
evaluators:
  - name: ten_checks
    type: rule_based
    rules:
      - output_not_empty
      - success
      - {check: latency_under, budget_ms: 1500}
      - {check: token_usage_under, max_total_tokens: 200}
      - {check: contains, keywords: [order, ship]}
      - {check: not_contains, keywords: [sorry, cannot, error]}
      - {check: regex, pattern: 'order \d+'}
      - {check: similarity, method: words, threshold: 0.2}
      - {check: tool_called, tools: lookup}
      - {check: max_turns_used, max_turns: 8}
"""


def experiment(project, runs):
    """A project whose only experiment has that many runs."""
    (project / "configs").mkdir()
    (project / "configs/simulation.yaml").write_text(CONFIGURATION)
    folder = project / "experiments/exp_1"
    folder.mkdir(parents=True)
    with open(folder / "traces.jsonl", "w") as file:
        for number in range(runs):
            file.write(json.dumps(trace(number), separators=(",", ":")) + "\n")
    summary = {"experiment_name": "many", "experiment_id": "exp_1", "total_traces": runs, "successful": runs, "planned_runs": runs}
    (folder / "summary.json").write_text(json.dumps(summary))


def trace(number):
    """One line of traces.jsonl, about a kilobyte."""
    text = f"Where is my order number {number}? I have been waiting for a week."
    answer = f"Your order {number} was packed yesterday and will ship on Monday; you can follow it by the number we sent you."
    call = {"call_id": "c1", "name": "lookup", "arguments": {"order": number}, "result": {"state": "packed"}, "turn": 1}
    line = {
        "trace_id": f"trace_{number:08d}",
        "run_key": f"input_{number:06d}/-/0",
        "run_index": number,
        "input_id": f"input_{number:06d}",
        "iteration": 0,
        "persona": ["novice", "expert", None][number % 3],
        "input": text,
        "output": answer,
        "duration_ms": 800 + number % 900,
        "success": True,
        "outcome": "success",
        "started_at": "2026-01-01T00:00:00Z",
        "token_usage": {"input": 100, "output": 50 + number % 100, "total": 150 + number % 100},
        "cost": 0.001,
        "tool_calls": [call],
        "metadata": {"expected": f"Order {number} ships on Monday", "topic": "shipping"},
    }
    if number % 4 == 0:
        said = [("user", text), ("assistant", "Let me see."), ("user", "Thanks"), ("assistant", answer)]
        line |= {
            "conversation_state": "completed",
            "termination_reason": "supervisor_stop",
            "turn_count": 2,
            "conversation_history": [
                {"turn": 1 + place // 2, "role": role, "content": content, "tool_calls": [], "source": "agent"}
                for place, (role, content) in enumerate(said)
            ],
        }
    return line


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-build", action="store_true")
    options = parser.parse_args()
    if not options.no_build:
        compare_two.publish()
    with tempfile.TemporaryDirectory() as place:
        project = pathlib.Path(place)
        experiment(project, options.runs)
        command = [str(bench.BATON), "evaluate", "experiment"]
        measures = [bench.measured(command, cwd=project) for _ in range(options.repeat)]
        lines = (project / "experiments/exp_1/evaluation/per_trace.jsonl").read_bytes().count(b"\n")
    assert lines == options.runs, lines
    wall, cpu, peak = (statistics.median(measure[column] for measure in measures) for column in range(3))
    print(f"{options.runs:,} traces, ten checks: {wall:.2f} s, {cpu:.2f} s of CPU, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
