"""The command line of a flow."""

import argparse
import os
import pickle
import traceback

from . import graph
from .tasks import ROOT, told


def main(flow, arguments):
    from . import Run, parameters

    known = parameters(flow)
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-pylint", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check")
    commands.add_parser("show")
    run = commands.add_parser("run")
    resume = commands.add_parser("resume")
    resume.add_argument("--origin-run-id")
    for each in (run, resume):
        each.add_argument("--run-id-file")
        each.add_argument("--max-workers", type=int)
        each.add_argument("--max-num-splits", type=int)
    for parameter in known.values():
        run.add_argument("--" + parameter.name, required=parameter.required)
    given = parser.parse_args(arguments)
    if given.command in ("check", "show"):
        for node in graph.check(flow).values():
            print("Step %s\n    => %s" % (node.name, ", ".join(node.targets)))
        return
    home = os.path.join(ROOT, flow.__name__)
    runs = sorted(os.listdir(home), key=int) if os.path.isdir(home) else []
    run_id = str(int(runs[-1]) + 1 if runs else 1)
    origin = None
    if given.command == "resume":
        origin = given.origin_run_id or runs[-1]
        with open(os.path.join(home, origin, "parameters"), "rb") as file:
            values = pickle.load(file)
    else:
        texts = vars(given)
        values = {
            name: parameter.value(texts[parameter.name.replace("-", "_")]) for name, parameter in known.items()
        }
    if given.run_id_file:
        with open(given.run_id_file, "w", encoding="utf-8") as file:
            file.write(run_id)
    run = Run(flow, run_id, values, origin)
    with open(os.path.join(home, run_id, "parameters"), "wb") as file:
        pickle.dump(values, file)
    told("Workflow starting (run-id %s), on the stand-in" % run_id)
    try:
        run.go()
    except Exception:
        traceback.print_exc()
        raise SystemExit(1)
    told("Done!")
