#!/usr/bin/env bash
# build.sh PROJECT: a quiet Release build; the log is shown only when it fails.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
project=$1
log=artifacts/build.log
mkdir -p artifacts
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

# One build at a time; the compiler must not inherit the lock, lest a stray child of it keep it.
exec 8>artifacts/build.lock
if command -v flock >/dev/null; then flock 8; fi

# The compiler writes into the old file, and a training that still runs from it would crash.
# A fresh copy under the same name leaves the old file to that process.
for file in artifacts/obj/*/release/SupTickets*.dll artifacts/bin/*/release/SupTickets*.dll; do
  if [ -e "$file" ]; then cp -p "$file" "$file.fresh" && mv "$file.fresh" "$file"; fi
done

# No build server stays behind: it would hold the caller's terminal and memory.
if ! MSBUILDDISABLENODEREUSE=1 dotnet build "$project" -c Release -v minimal -tl:off -nologo \
  -p:UseSharedCompilation=false </dev/null >"$log" 2>&1 8>&-; then
  grep -E ': (error|warning) ' "$log" | sort -u | head -n 40 >&2 || tail -n 30 "$log" >&2
  echo "suptickets: the build failed; the whole log is in $PWD/$log" >&2
  exit 1
fi
