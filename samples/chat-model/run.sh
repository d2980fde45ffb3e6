#!/usr/bin/env bash
# Starts the server on a free port, runs the experiment against it and stops it.
# Options are handed on: ./run.sh --multi-turn
set -euo pipefail
cd "$(dirname "$0")"

log=$(mktemp)
AGENT_PORT=0 python3 server.py >"$log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$log"' EXIT

until AGENT_PORT=$(sed -n 's#^listening on http://127.0.0.1:\([0-9]*\)/.*#\1#p' "$log") && [ -n "$AGENT_PORT" ]; do
  kill -0 "$server" || { echo "the server did not start" >&2; exit 1; }
  sleep 0.1
done

export AGENT_PORT
baton run experiment --root .. --project chat-model --yes "$@"
