#!/usr/bin/env python3
"""Measures what it costs that Baton takes in an agent's spans: 100 a run, from OpenTelemetry's SDK in Node.

    python3 bench/telemetry_side_by_side.py [--runs 3000] [--concurrency 32] [--repeat 3] [--no-build]

The same agent makes the same spans three times: thrown away inside the agent, exported to a server on this machine that
throws them away, and exported to Baton, which writes them down. The goal is that the third costs less than 20 % of the
second's runs/s. The packages of tests/npm have to be installed.
"""

import argparse
import json
import pathlib

from side_by_side import AGENTS, Server, baton, build, in_turns, machine


def spans(capture, concurrency, runs, **environment):
    """One experiment with the agent."""
    agent = {"command": ["node", str(AGENTS / "spans.mjs")], "reuse": True, "env": environment}
    return baton({"process": agent}, concurrency, runs, telemetry={"capture": capture}, check=count if capture else None)


def count(experiment, runs):
    """Every span of every run has to be there."""
    telemetry = json.loads((pathlib.Path(experiment) / "summary.json").read_text())["telemetry"]
    assert telemetry["spans"] == 100 * runs and telemetry["late"] == 0, telemetry


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3000)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-build", action="store_true")
    args = parser.parse_args()
    if not args.no_build:
        build()
    print(f"Measured on {machine()}, {args.runs:,} runs each, medians of {args.repeat}.\n")
    print("| 100 spans a run | runs/s | CPU s per 1,000 runs | peak MiB | of the rate with a server that throws them away |")
    print("|---|---|---|---|---|")
    with Server() as server:
        elsewhere = {"OTEL_EXPORTER_OTLP_ENDPOINT": server.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        sides = {
            "exported elsewhere": lambda: spans(False, args.concurrency, args.runs, **elsewhere),
            "made and thrown away": lambda: spans(False, args.concurrency, args.runs, EXPORT="none"),
            "captured by Baton": lambda: spans(True, args.concurrency, args.runs),
        }
        for name, result in zip(sides, in_turns(args.repeat, *sides.values())):
            cpu = result["cpu"] * 1000 / args.runs
            print(f"| {name} | {result['rate']:,.0f} | {cpu:.3f} | {result['peak']:.0f} | {result['ratio']:.2f} |")


if __name__ == "__main__":
    main()
