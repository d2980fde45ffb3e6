#!/usr/bin/env bash
# Starts a Redis server on a socket of its own, a worker and the experiment, and ends all of them.
#     ./run.sh                 with the worker in Python, over lists
#     ./run.sh node            with the worker in Node, over streams
#     ./run.sh baton           with `baton queue worker`
# Further options are handed on: ./run.sh python --multi-turn
set -euo pipefail
cd "$(dirname "$0")"
kind=${1:-python}
[ $# -eq 0 ] || shift

place=$(mktemp -d)
pids=()
end() {
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$place"
}
trap end EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
: >"$place/redis.log"
redis-server --port "$port" --bind 127.0.0.1 --dir "$place" --save '' >"$place/redis.log" &
pids+=($!)
until grep -q 'eady to accept connections' "$place/redis.log"; do
  kill -0 "${pids[0]}" || { cat "$place/redis.log" >&2; exit 1; }
  sleep 0.1
done
export REDIS_URL="redis://127.0.0.1:$port"

case $kind in
  python) python3 worker.py & ;;
  node) export QUEUE_MODE=stream; node worker.mjs & ;;
  baton) baton queue worker --root .. --project queue-redis --config configs/worker.yaml --queue configs/simulation.yaml & ;;
  *) echo "unknown worker: $kind (python, node or baton)" >&2; exit 2 ;;
esac
pids=($! "${pids[@]}")
baton run experiment --root .. --project queue-redis --yes "$@"
