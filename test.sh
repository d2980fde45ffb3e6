#!/usr/bin/env bash
# Installs what the tests need, builds, checks the formatting and runs every test project.
# The samples are run by Baton.Acceptance.Tests. Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")" || exit 2

usage() {
  cat <<'EOF'
usage: ./test.sh [--only PROJECT]... [--without PART]...

  --only PROJECT   run this test project alone, for example Baton.Targets.Tests
  --without PART   go on without a part that cannot be installed here, and count its tests as skipped
                   parts: python, node, aimock, agent-libraries, docker, podman, redis, postgresql,
                   chromium, pytest;
                   podman is left out by itself, with a word about it, where it cannot run
EOF
}

only=() without=()
while [ $# -gt 0 ]; do
  case "$1" in
    --only) only+=("${2:?--only needs a project}"); shift 2 ;;
    --without) without+=("${2:?--without needs a part}"); shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) printf 'unknown option: %s\n' "$1" >&2; usage >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '\n== %s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }
skipped_part() { [[ " ${without[*]-} " == *" $1 "* ]]; }

# Runs a command up to three times: a package feed may fail once on a new machine.
retry() {
  local try
  for try in 1 2 3; do
    "$@" && return 0
    printf 'attempt %s of 3 failed: %s\n' "$try" "$*" >&2
    sleep $((try * 3))
  done
  return 1
}

fail() {
  printf '\n%s\n0 passed, 1 failed, 0 skipped\n' "$1"
  exit 1
}

apt_install() {
  has apt-get && [ "$(id -u)" = 0 ] || return 1
  { retry apt-get update && retry env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 ||
    { tail -5 "$log"; return 1; }
}

# A part is looked for, installed where that is allowed, and named when it stays away.
missing=()
need() {
  local part=$1 check=$2 install=$3
  skipped_part "$part" && return
  $check && return
  say "installing $part"
  $install && $check && return
  missing+=("$part")
}

python_there() { has python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'; }
python_get() { apt_install python3; }
node_there() { has node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }
node_get() { apt_install nodejs npm; }
aimock_there() { [ tests/npm/node_modules/.package-lock.json -nt tests/npm/package-lock.json ]; }
aimock_get() { has npm && (cd tests/npm && retry npm ci --no-audit --no-fund --loglevel=error); }
libraries_there() { [ tests/npm/streams/node_modules/.package-lock.json -nt tests/npm/streams/package-lock.json ]; }
libraries_get() { has npm && (cd tests/npm/streams && retry npm ci --no-audit --no-fund --ignore-scripts --loglevel=error); }

docker_there() { has dockerd && [ -x /bin/busybox ]; }
docker_get() { apt_install docker.io busybox-static; }

# Podman's tests need what a container engine of its own needs: root, runc, and a store that can be mounted.
podman_there() { has podman && has runc && [ -x /bin/busybox ] && podman_runs; }
podman_runs() {
  local place out
  [ "$(id -u)" = 0 ] || return 1
  place=$(mktemp -d)
  podman --root="$place/root" --runroot="$place/run" --tmpdir="$place/tmp" --cgroup-manager=cgroupfs --events-backend=file info >/dev/null 2>"$log"
  out=$?
  umount -l "$place/root/overlay" "$place/root" 2>/dev/null
  rm -rf "$place"
  return $out
}
podman_get() { apt_install podman runc busybox-static; }

chromium_there() { has chromium; }
chromium_get() { apt_install chromium; }

# Debian's pytest belongs to the system's Python, which need not be the first one on the search path.
pytest_there() { python3 -m pytest --version >/dev/null 2>&1 || /usr/bin/python3 -m pytest --version >/dev/null 2>&1; }
pytest_get() { apt_install python3-pytest; }

redis_there() { has redis-server && has redis-cli; }
redis_get() { apt_install redis-server; }

postgresql_there() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb; }
postgresql_get() { apt_install postgresql; }

has dotnet || { echo 'the .NET SDK is missing: install the version that global.json names'; exit 2; }
need python python_there python_get
need node node_there node_get
need aimock aimock_there aimock_get
need docker docker_there docker_get
if ! skipped_part podman && ! podman_there; then
  say 'installing podman'
  podman_get && podman_there || { printf 'PODMAN IS NOT TESTED: it does not run here; go on with --without podman to say so yourself\n'; without+=(podman); }
fi
need agent-libraries libraries_there libraries_get
need redis redis_there redis_get
need postgresql postgresql_there postgresql_get
need chromium chromium_there chromium_get
need pytest pytest_there pytest_get
if [ ${#missing[@]} -gt 0 ]; then
  printf '\nmissing, and not to be installed here: %s\n' "${missing[*]}"
  printf 'go on without them by: ./test.sh%s\n' "$(printf ' --without %s' "${missing[@]}")"
  exit 2
fi

say 'restore'
retry dotnet restore Baton.slnx --locked-mode -v q || fail 'the restore failed'
retry dotnet tool restore -v q >/dev/null || fail 'the tool restore failed'

say 'formatting'
dotnet csharpier check . || fail 'not formatted: run `dotnet csharpier format .`'

say 'build'
dotnet build Baton.slnx -c Release --no-restore -v q -clp:NoSummary || fail 'the build failed'

passed=0 failed=0 skipped=0
traits=()
for part in "${without[@]}"; do traits+=(-trait- "Needs=$part"); done
for project in tests/*.Tests; do
  name=$(basename "$project")
  [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $name "* ]] || continue
  say "$name"
  dotnet "artifacts/bin/$name/release/$name.dll" -noColor -noLogo "${traits[@]}" 2>&1 | tee "$log" | grep -vE '^ +(Discover|Start|Finish)'
  total=$(grep -E 'Total: [0-9]+, Errors: ' "$log" | tail -1)
  if [ -z "$total" ]; then
    printf '%s ended without a summary\n' "$name"
    failed=$((failed + 1))
    continue
  fi
  number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$total"; }
  bad=$(($(number Failed) + $(number Errors))) out=$(($(number Skipped) + $(number 'Not Run')))
  failed=$((failed + bad)) skipped=$((skipped + out))
  passed=$((passed + $(number Total) - $(number Failed) - out))
done

[ ${#without[@]} -eq 0 ] || printf '\nwithout: %s\n' "${without[*]}"
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
