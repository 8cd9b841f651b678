#!/usr/bin/env bash
# Kills, full and broken disks, and damaged files of every format, with figures; docs/reliability.md tells what is tried. Some 1,500 processes of seconds each.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
export SUPTICKETS_TORTURE_FIGURES=$figures
export SUPTICKETS_MUTATIONS=${SUPTICKETS_MUTATIONS-100000} SUPTICKETS_KILLS=${SUPTICKETS_KILLS-60} SUPTICKETS_FAULT_POINTS=${SUPTICKETS_FAULT_POINTS-0}
status=0
dotnet artifacts/bin/SupTickets.Tests/release/SupTickets.Tests.dll -noLogo -noColor -explicit on "$@" \
  -class SupTickets.Tests.Torture.MutationTests -class SupTickets.Tests.Torture.CrashTests </dev/null || status=$?
echo "== figures"
cat "$figures"
exit $status
