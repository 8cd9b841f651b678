#!/usr/bin/env bash
# Set-up, a build without warnings, all tests, the kernel tests per instruction set, the packages.
# The last line counts tests over all runs; a step that fails without a count adds one to the failed.
set -uo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
case ${1-} in
  "") long=() ;;
  --all) long=(-explicit on) ;;
  --torture)
    eng/setup.sh && dotnet restore SupTickets.slnx -v quiet -tl:off && eng/build.sh tests/SupTickets.Tests || exit 1
    exec eng/torture.sh
    ;;
  *) echo "usage: ./check [--all | --torture]     --all runs the long checks too; --torture runs kills, failing disks and damaged files alone" >&2; exit 2 ;;
esac
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false MSBUILDDISABLENODEREUSE=1
passed=0 failed=0 skipped=0
results=$(mktemp -d)
others=
# A process in the background does not hear Ctrl-C.
trap '[ -z "$others" ] || kill "$others"; rm -rf "$results"' EXIT

finish() {
  if [ $((passed + failed)) = 0 ]; then echo "no test ran"; failed=1; fi
  echo "$passed passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
  [ "$failed" = 0 ]
  exit
}

# step NAME COMMAND...: its output in full; true when the command was.
step() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  if "$@" </dev/null; then
    echo "== $name: $((SECONDS - start)) s"
  else
    echo "== $name: FAILED after $((SECONDS - start)) s"
    failed=$((failed + 1))
    return 1
  fi
}

count() { sed -n "s/.*<assembly [^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

program=(dotnet artifacts/bin/SupTickets.Tests/release/SupTickets.Tests.dll -noLogo -noColor)

# tally NAME REPORT STATUS: counts come from the report; a run that leaves none (a crash) is a failed step.
tally() {
  local name=$1 report=$2 status=$3 errors
  if [ ! -s "$report" ]; then
    echo "== $name: FAILED, the test process ended with $status and no report"
    failed=$((failed + 1))
    return
  fi
  errors=$(count errors "$report")
  passed=$((passed + $(count passed "$report")))
  skipped=$((skipped + $(count skipped "$report")))
  failed=$((failed + $(count failed "$report") + errors))
  # A status without a failed test (a crash while closing down) must not go unnoticed.
  if [ $status != 0 ] && [ "$(count failed "$report")" = 0 ] && [ "$errors" = 0 ]; then
    echo "== $name: FAILED, the test process ended with $status"
    failed=$((failed + 1))
  fi
  if [ "$(count passed "$report")" = 0 ]; then
    echo "== $name: FAILED, no test passed"
    failed=$((failed + 1))
  fi
}

# tests NAME ARGUMENTS...
tests() {
  local name=$1 report=$results/report.xml status=0
  shift
  echo "== $name"
  rm -f "$report"
  "${program[@]}" -result-xml "$report" "$@" </dev/null || status=$?
  tally "$name" "$report" $status
}

# all_tests ARGUMENTS...: tests that bear no other beside them run one after the other in a process of their own, and meanwhile all
# others in a second one. On few cores the first is the longer chain, so it takes a core when it wants one.
all_tests() {
  local name="all tests" status=0
  echo "== $name"
  nice -n 5 "${program[@]}" -trait- beside=nothing -class- SupTickets.Tests.Kernels.Vectors.TierTests \
    -result-xml "$results/others.xml" "$@" </dev/null >"$results/others.log" 2>&1 &
  others=$!
  "${program[@]}" -trait beside=nothing -result-xml "$results/alone.xml" "$@" </dev/null || status=$?
  tally "$name, one by one" "$results/alone.xml" $status
  status=0
  wait $others || status=$?
  others=
  cat "$results/others.log"
  tally "$name, side by side" "$results/others.xml" $status
}

# tier NAME SWITCH: the kernel tests with a switch of the runtime; TierTests proves that it worked.
tier() {
  export SUPTICKETS_EXPECT_TIER=$1 "$2=0"
  tests "kernel tests, $1 ($2=0)" -namespace SupTickets.Tests.Kernels -namespace 'SupTickets.Tests.Kernels.*'
  unset SUPTICKETS_EXPECT_TIER "$2"
}

step "set-up" eng/setup.sh || finish
step "restore" dotnet restore SupTickets.slnx -v quiet -tl:off || finish
step "build" eng/build.sh SupTickets.slnx || finish
all_tests ${long[@]+"${long[@]}"}
case $(uname -m) in
  x86_64)
    # Without AVX2 the machine's first run was the sse tier already.
    if grep -qw avx2 /proc/cpuinfo 2>/dev/null; then tier avx2 DOTNET_EnableAVX512; fi
    tier sse DOTNET_EnableAVX2
    tier scalar DOTNET_EnableHWIntrinsic
    ;;
  *) tier scalar DOTNET_EnableHWIntrinsic ;;
esac
step "packages" eng/pack-test.sh
finish
