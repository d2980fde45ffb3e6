#!/usr/bin/env python3
"""Runs the agent runtime beside a bare loop, @openai/agents and @langchain/langgraph on the same six cases.

    python3 bench/agents_side_by_side.py [--seconds 2] [--repeat 3] [--no-build] [--write]

Every side has a model that answers at once, and every side's work is checked. Each figure is the median of --repeat
measurements of --seconds, taken in turns. The peers' pinned versions are installed into bench/peers first.
--write puts the table into bench/RESULTS.md.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

from side_by_side import BENCH, ROOT, machine, write_between

PEERS = ROOT / "bench/peers"
CASES = {
    "one_turn": ("one turn", 1),
    "ten_turns": ("ten turns, a tool in each", 1),
    "parallel_runs": ("ten turns, 100 runs at once", 100),
    "stream": ("a streamed answer, each of 10,000 tokens", 10_000),
    "parallel_tools": ("ten tools in one turn", 1),
    "conversation": ("each of 100 inputs of one conversation", 100),
}


def build():
    command = ["dotnet", "build", "bench/Baton.Benchmarks", "-c", "Release", "-v", "quiet", "-nologo"]
    subprocess.run([*command, "-p:RestoreLockedMode=true"], cwd=ROOT, check=True, stdout=sys.stderr)


def install(package=PEERS / "node_modules/@langchain/langgraph"):
    if not package.exists():
        # The newest versions that fit one another ask for peers that are not always there.
        options = ["--legacy-peer-deps", "--no-package-lock", "--no-audit", "--no-fund"]
        subprocess.run(["npm", "install", *options], cwd=PEERS, check=True, stdout=sys.stderr)


def measured(command):
    """Times a second, and bytes allocated each time where the side tells."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PEERS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr[-3000:]}")
    rate, *allocated = done.stdout.split()
    return float(rate), int(allocated[0]) if allocated else None


def rows(args):
    yield "| case | who | µs each | a second | bytes each | Baton is faster |"
    yield "|---|---|---|---|---|---|"
    versions = json.loads((PEERS / "package.json").read_text())["dependencies"]
    for case, (name, parts) in CASES.items():
        seconds = str(args.seconds)
        sides = {
            "bare loop": [*BENCH, "agents", case, seconds, "floor"],
            "Baton": [*BENCH, "agents", case, seconds],
            f"@openai/agents {versions['@openai/agents']}": ["node", "openai-agents.mjs", case, seconds],
            f"langgraph {versions['@langchain/langgraph']}": ["node", "langgraph.mjs", case, seconds],
        }
        rounds = [{who: measured(command) for who, command in sides.items()} for _ in range(args.repeat)]
        for who in sides:
            rate = statistics.median(each[who][0] for each in rounds) * parts
            ratio = statistics.median(each["Baton"][0] / each[who][0] for each in rounds)
            allocated = rounds[0][who][1]
            bytes_each = f"{allocated / parts:,.0f}" if allocated is not None else ""
            yield f"| {name} | {who} | {1e6 / rate:,.2f} | {rate:,.0f} | {bytes_each} | {f'{ratio:,.0f}' if ratio >= 10 else f'{ratio:.2g}'} × |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not args.no_build:
        build()
    install()
    lines = [f"Measured on {machine()}, medians of {args.repeat}.", ""]
    for line in rows(args):
        lines.append(line)
        print(line, flush=True)
    if args.write:
        write_between("<!-- agents -->\n", "<!-- end agents -->", lines)


if __name__ == "__main__":
    main()
