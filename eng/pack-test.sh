#!/usr/bin/env bash
# Packs all packages for this system into an empty folder, installs the tool from there as a user would, and runs it; then the samples.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
case $(uname -s)-$(uname -m) in
  Linux-x86_64) system=linux-x64 ;;
  Darwin-arm64) system=osx-arm64 ;;
  *) echo "no tool package is made for this system: $(uname -sm)"; exit ;;
esac
# Beside the repository's own outputs, not under /tmp: a link to libtorch costs nothing there, a copy 0.5 GB.
work=$PWD/artifacts/pack-test
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

pack() {
  dotnet pack "$@" -c Release -o "$work/packages" --artifacts-path "$work/build" -v quiet -tl:off \
    -p:UseSharedCompilation=false -p:ContinuousIntegrationBuild=true
}
pack src/SupTickets.Kernels
pack src/SupTickets
pack src/SupTickets.Experiments
pack src/SupTickets.Cli -p:ToolPackageRuntimeIdentifiers=$system -p:LibTorchPackage=libtorch-cpu-$system
(cd "$work/packages" && ls -1sh)

dotnet tool install SupTickets.Cli --tool-path "$work/tool" --source "$work/packages" --no-cache
"$work/tool/suptickets" --version
# The first command that needs the native library: it must be in the package and be found.
"$work/tool/suptickets" inspect --model mlp --input 3x32x32 --classes 10 --init erk --sparsity 0.9 --json >"$work/inspect.json"
[ -s "$work/inspect.json" ]

# The samples reference the packages as a user's program does. Those of an earlier check have the same version and must not be found.
cache=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
rm -rf "${cache%/}"/suptickets "${cache%/}"/suptickets.kernels
sample() {
  dotnet build "samples/$1" -c Release -v quiet -tl:off --artifacts-path "$work/samples" -p:SupTicketsPackages="$work/packages" -p:UseSharedCompilation=false
  local said
  said=$(dotnet "$work/samples/bin/$1/release/$1.dll")
  echo "$1: $said"
  grep -Eq "$2" <<<"$said"
}
sample OwnNetwork '^256 connections; (3[0-9][0-9]|4[0-9][0-9]|5[0-9][0-9]) of 512 right'
sample OwnCriterion '^230 connections; (1[3-9][0-9]|2[0-9][0-9]) of 256 right'
sample OwnBlock '^(1[3-9][0-9]|2[0-9][0-9]) of 256 right.*agree: True$'
sample ConvertedModel '^loss 0\.[0-9]+,'
sample LoadTicket 'the same scores: True$'
