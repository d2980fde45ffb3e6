#!/usr/bin/env python3
"""Makes two experiments of many runs and measures what `baton compare` takes for them.

    python3 bench/compare_two.py [--runs 100000] [--iterations 1] [--personas 3] [--evaluated] [--repeat 3] [--no-build]

Publishes the tool as its package holds it into artifacts/baton first; --no-build measures what is there. The folders hold
what `compare` reads: summary.json, trace_summary.jsonl with answers of some 300 characters and, with --evaluated,
evaluation/per_trace.jsonl with ten checks a run. Prints wall time, CPU time and peak memory, the median of --repeat.
"""

import argparse
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

import side_by_side as bench

ANSWER = "You can change the date of your booking for free until a day before, in the app or at the desk. " * 3


def publish():
    """The tool as users get it."""
    options = ["-c", "Release", "-r", "linux-x64", "-o", str(bench.BATON.parent), "-v", "quiet"]
    subprocess.run(["dotnet", "publish", "src/Baton.Cli", *options], cwd=bench.ROOT, check=True, stdout=sys.stderr)


def experiment(folder, runs, iterations, personas, seed, pass_rate, evaluated):
    """The files `compare` reads of an experiment; without repetitions, every run has an input of its own."""
    draw = random.Random(seed)
    folder.mkdir()
    (folder / "evaluation").mkdir()
    judged = open(folder / "evaluation/per_trace.jsonl", "w") if evaluated else None
    with open(folder / "trace_summary.jsonl", "w") as file:
        for number in range(runs):
            entry, iteration = divmod(number, iterations)
            persona = f"persona_{entry % personas}"
            key = f"input_{entry:06d}/{persona}/{iteration}"
            passed = draw.random() < pass_rate
            line = {
                "trace_id": f"trace_{number + 1:06d}",
                "iteration": iteration,
                "persona": persona,
                "input": f"How do I change the date of booking {entry}?",
                "output": ANSWER,
                "duration_ms": round(draw.lognormvariate(7, 0.5), 3),
                "success": passed,
                "input_id": f"input_{entry:06d}",
                "run_key": key,
                "outcome": "success" if passed else "failed",
                "turn_count": 1 + draw.randrange(6),
                "tokens": {"input": 300, "output": draw.randrange(20, 300), "total": 300 + draw.randrange(20, 300)},
                "cost": round(draw.uniform(0.0005, 0.002), 6),
            }
            file.write(json.dumps(line) + "\n")
            if judged:
                judged.write(json.dumps(judgement(line, draw, passed)) + "\n")
    if judged:
        judged.close()
    else:
        (folder / "evaluation").rmdir()
    summary = {
        "version": 1,
        "experiment_name": folder.name,
        "experiment_id": folder.name,
        "total_traces": runs,
        "planned_runs": runs,
        "identity": {"config_hash": "c", "dataset_hash": "d", "target_config_hash": f"t{seed}"},
    }
    (folder / "summary.json").write_text(json.dumps(summary))


def judgement(line, draw, passed):
    checks = [
        {"evaluator": f"check_{number}", "type": "rule_based", "status": "pass" if passed else "fail", "value": draw.random()}
        for number in range(10)
    ]
    names = ("trace_id", "run_key", "input_id", "iteration", "persona", "success")
    return {**{name: line[name] for name in names}, "passed": passed, "score": draw.random(), "scores": checks}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=100_000)
    arguments.add_argument("--iterations", type=int, default=1)
    arguments.add_argument("--personas", type=int, default=3)
    arguments.add_argument("--evaluated", action="store_true")
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--no-build", action="store_true")
    given = arguments.parse_args()
    if not given.no_build:
        publish()
    with tempfile.TemporaryDirectory() as place:
        folders = [pathlib.Path(place) / name for name in ("a", "b")]
        for seed, (folder, rate) in enumerate(zip(folders, (0.93, 0.925))):
            experiment(folder, given.runs, given.iterations, given.personas, seed, rate, given.evaluated)
        command = [str(bench.BATON), "compare", *map(str, folders), "--format", "json", "--flips", "10"]
        measures = [bench.measured(command) for _ in range(given.repeat)]
    found = json.loads(measures[0][3])
    assert found["common"]["runs"] == given.runs, found["common"]
    wall, cpu, peak = (statistics.median(measure[column] for measure in measures) for column in range(3))
    print(f"{given.runs:,} runs each: {wall:.2f} s, {cpu:.2f} s of CPU, {peak:.0f} MiB")


if __name__ == "__main__":
    main()
