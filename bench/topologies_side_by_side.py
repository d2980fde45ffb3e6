#!/usr/bin/env python3
"""Runs topologies with their journal in SQLite beside raw SQLite commits and @langchain/langgraph with its SQLite saver.

    python3 bench/topologies_side_by_side.py [--seconds 3] [--repeat 3] [--folder DIR] [--no-build] [--write]

Every side has agents that answer at once, every step is written before the next begins, and every side's work is
checked. Each figure is the median of --repeat measurements, taken in turns, on the disk of --folder. The peers' pinned
versions are installed into bench/peers first; where langgraph's SQLite saver does not install, its memory saver is
measured, and the table says so. --write puts the table into bench/RESULTS.md.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from agents_side_by_side import PEERS, build, install
from side_by_side import BENCH, ROOT, machine, write_between

WHOLE = ("floor", "Baton", "langgraph")
# The case, the durabilities, who takes part, and what is wanted of Baton: milliseconds by durability.
CASES = (
    ("chain", ("normal", "full", "exit"), WHOLE, {"normal": 5, "full": 30}),
    ("chain, 20 answers shown", ("normal",), ("Baton",), {"normal": 5}),
    ("fan-out", ("normal", "full"), WHOLE, {"normal": 10}),
    ("chain of 1,000", ("normal",), WHOLE, {}),
    ("chain of 10,000", ("normal",), ("floor", "Baton"), {}),
    ("1,000 at once", ("normal",), WHOLE, {}),
)
SAVER = PEERS / "node_modules/@langchain/langgraph-checkpoint-sqlite"


def measured(command):
    """What a side says of itself."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PEERS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def once(who, case, durability, folder, seconds):
    place = pathlib.Path(tempfile.mkdtemp(dir=folder))
    try:
        arguments = [case, durability, str(place), str(seconds)]
        if who == "langgraph":
            return measured(["node", "langgraph-topologies.mjs", *arguments])
        return measured([*BENCH, "topologies", *arguments, *(["floor"] if who == "floor" else [])])
    finally:
        shutil.rmtree(place)


def rows(args):
    version = json.loads((PEERS / "package.json").read_text())["dependencies"]["@langchain/langgraph"]
    yield "| case | durability | who | ms | of them processor | MB written | peak MiB | Baton is faster | wanted of Baton |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for case, durabilities, sides, wanted in CASES:
        for durability in durabilities:
            # Raw commits wait for nothing at the exit.
            present = [who for who in sides if durability != "exit" or who == "Baton"]
            rounds = [
                {who: once(who, case, durability, args.folder, args.seconds) for who in present}
                for _ in range(args.repeat)
            ]
            for who in present:
                middle = {
                    key: statistics.median(each[who][key] for each in rounds)
                    for key in ("ms", "cpu", "written", "peak")
                    if key in rounds[0][who]
                }
                ratio = statistics.median(each[who]["ms"] / each["Baton"]["ms"] for each in rounds)
                saver = rounds[0][who].get("saver")
                name = {"floor": "raw commits", "Baton": "Baton"}.get(who, f"langgraph {version}, {saver} saver")
                limit = f"≤ {wanted[durability]} ms" if who == "Baton" and durability in wanted else ""
                limit = "< 500 MiB" if who == "Baton" and case == "1,000 at once" else limit
                busy = f"{middle['cpu']:,.1f}" if "cpu" in middle else ""
                yield (
                    f"| {case} | {durability} | {name} | {middle['ms']:,.1f} | {busy} | {middle['written'] / 1e6:,.2f} "
                    f"| {middle['peak']:,.0f} | {ratio:,.2g} × | {limit} |"
                )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", default=str(ROOT / "artifacts"), help="a folder on the disk to measure")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not args.no_build:
        build()
    install(SAVER)
    if not SAVER.exists():
        print("LANGGRAPH'S SQLITE SAVER IS NOT INSTALLED: its memory saver is measured, which writes nothing", file=sys.stderr)
    lines = [f"Measured on {machine()}, medians of {args.repeat}.", ""]
    for line in rows(args):
        lines.append(line)
        print(line, flush=True)
    if args.write:
        write_between("<!-- topologies -->\n", "<!-- end topologies -->", lines)


if __name__ == "__main__":
    main()
