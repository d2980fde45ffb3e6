#!/usr/bin/env python3
"""Measures the analysis of repositories.

    python3 bench/analyze_repository.py [--files 100000] [--keep DIR] [--no-build]
    python3 bench/analyze_repository.py --repositories DIR [--set first] [--no-build]

The first form makes a repository of that many small files (code of five languages, texts, packages that are to be skipped) and
says how long its analysis takes, first with a cold and then with a warm cache of the file system.
The second compares checked-out repositories with bench/repositories/expected.csv: DIR holds one folder `owner+name` for each.
"""

import argparse
import csv
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ["dotnet", str(ROOT / "artifacts/bin/Baton.Benchmarks/release/Baton.Benchmarks.dll"), "analyze"]
PYTHON = "import os\nfrom openai import OpenAI\n\n\nclass Part{i}:\n    def __init__(self, size=1):\n        self.size = size\n\n"
CODE = {
    "py": PYTHON + "    def work(self, value):\n        return [value * n for n in range(self.size)]\n\n\ndef part_{i}(x, y=2):\n    return x + y\n",
    "ts": "import {{ part }} from './part';\n\nexport function part{i}(value: number) {{\n  return part(value) * {i};\n}}\n",
    "go": "package parts\n\nimport \"fmt\"\n\nfunc Part{i}(value int) string {{\n\treturn fmt.Sprint(value + {i})\n}}\n",
    "java": "package org.parts;\n\npublic class Part{i} {{\n    public int work(int value) {{\n        return value + {i};\n    }}\n}}\n",
    "cs": "namespace Parts;\n\npublic sealed class Part{i}\n{{\n    public int Work(int value) => value + {i};\n}}\n",
    "md": "# Part {i}\n\nWhat part {i} is for.\n",
    "json": "{{\"part\": {i}}}\n",
}


def make(folder, files):
    """Writes the files, a hundred to a folder, and one agent among them."""
    kinds = list(CODE)
    for i in range(files):
        kind = kinds[i % len(kinds)]
        place = folder / f"area{i // 5000}" / f"part{i // 100}"
        if i % 100 == 0:
            place.mkdir(parents=True)
        (place / f"part{i}.{kind}").write_text(CODE[kind].format(i=i))
    skipped = folder / "node_modules/package"
    skipped.mkdir(parents=True)
    for i in range(100):
        (skipped / f"index{i}.js").write_text("module.exports = {}\n")
    (folder / ".gitignore").write_text("*.log\n/area0/part0/*.md\n**/generated/\n")
    (folder / "requirements.txt").write_text("fastapi\nopenai\n")
    (folder / "main.py").write_text(
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/chat')\ndef chat(message: str):\n    return message\n"
    )


def analyze(folders):
    lines = subprocess.run([*BENCH, *map(str, folders)], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def many_files(files, keep):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(keep or temporary) / "many"
        if not folder.exists():
            print(f"making {files:,} files", file=sys.stderr)
            make(folder, files)
        for name in ("first", "again"):
            started = time.perf_counter()
            _, pattern, confidence, place, seen, size, seconds = analyze([folder])[0]
            wall = time.perf_counter() - started
            print(f"{name}: {seconds} s ({wall:.1f} s with start-up), {int(seen):,} files, {int(size):,} bytes, {pattern} {confidence} at {place}")


def repositories(folder, chosen):
    with open(ROOT / "bench/repositories/expected.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if chosen in ("all", row["set"])]
    places = [pathlib.Path(folder) / row["repository"].replace("/", "+") / row["folder"] for row in rows]
    found = analyze(places)
    right = 0
    print("| repository | commit | folder | expected | found | confidence | at |\n|---|---|---|---|---|---|---|")
    for row, (_, pattern, confidence, place, *_) in zip(rows, found):
        right += pattern == row["expected"]
        shown = pattern if pattern == row["expected"] else f"**{pattern}**"
        where = "" if row["folder"] == "." else row["folder"]
        print(f"| {row['repository']} | {row['commit']} | {where} | {row['expected']} | {shown} | {confidence} | {place} |")
    print(f"\n{right} of {len(rows)}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=100_000)
    options.add_argument("--keep")
    options.add_argument("--repositories")
    options.add_argument("--set", default="all")
    options.add_argument("--no-build", action="store_true")
    chosen = options.parse_args()
    if not chosen.no_build:
        build = ["dotnet", "build", "bench/Baton.Benchmarks", "-c", "Release", "-v", "quiet", "-nologo"]
        subprocess.run(build, cwd=ROOT, check=True, stdout=sys.stderr)
    if chosen.repositories:
        repositories(chosen.repositories, chosen.set)
    else:
        many_files(chosen.files, chosen.keep)


if __name__ == "__main__":
    main()
