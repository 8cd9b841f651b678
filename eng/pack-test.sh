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
# A version of its own: NuGet keeps what it has unpacked, and would go on to use it under the same version.
version=0.1.0-check.$(date +%s).$$
unpacked=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
unpacked=${unpacked%/}
trap 'rm -rf "$work" "$unpacked/suptickets/$version" "$unpacked/suptickets.kernels/$version"' EXIT

# Analyzers and code style have their say in the build of the same code; here they would take as long again.
quick=(-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:UseSharedCompilation=false)
dotnet pack eng/Packages.slnf -c Release -o "$work/packages" --artifacts-path "$work/build" -v quiet -tl:off "${quick[@]}" \
  -p:ContinuousIntegrationBuild=true -p:SupTicketsVersion="$version" -p:ToolPackageRuntimeIdentifiers=$system \
  -p:LibTorchPackage=libtorch-cpu-$system
(cd "$work/packages" && ls -1sh)

dotnet tool install SupTickets.Cli --version "$version" --tool-path "$work/tool" --source "$work/packages" --no-cache
"$work/tool/suptickets" --version
# The first command that needs the native library: it must be in the package and be found.
"$work/tool/suptickets" inspect --model mlp --input 3x32x32 --classes 10 --init erk --sparsity 0.9 --json >"$work/inspect.json"
[ -s "$work/inspect.json" ]

# The samples reference the packages as a user's program does.
dotnet build samples/Samples.slnx -c Release -v quiet -tl:off --artifacts-path "$work/samples" -p:UseSharedCompilation=false \
  -p:SupTicketsPackages="$work/packages" -p:SupTicketsVersion="$version"

# sample NAME PATTERN: what it prints must match.
sample() {
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
