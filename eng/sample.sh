#!/usr/bin/env bash
# sample.sh NAME…: packs the library and runs samples against the packages, as a user's program would use them.
# Each time they have a version of their own: NuGet keeps what it has unpacked, and would go on to use it under the same version.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
[ $# -gt 0 ] || { echo "usage: eng/sample.sh NAME…, one or more of: $(cd samples && echo */ | tr -d /)" >&2; exit 2; }
work=$PWD/artifacts/sample
version=0.1.0-sample.$(date +%s).$$
unpacked=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
unpacked=${unpacked%/}
mkdir -p "$work"
trap 'rm -rf "$work/packages" "$unpacked/suptickets/$version" "$unpacked/suptickets.kernels/$version"' EXIT
rm -rf "$work/packages"

for project in SupTickets.Kernels SupTickets; do
  dotnet pack "src/$project" -c Release -o "$work/packages" --artifacts-path "$work/build" -v quiet -tl:off \
    -p:UseSharedCompilation=false -p:SupTicketsVersion="$version"
done
for name; do
  dotnet build "samples/$name" -c Release -v quiet -tl:off --artifacts-path "$work/samples" -p:UseSharedCompilation=false \
    -p:SupTicketsPackages="$work/packages" -p:SupTicketsVersion="$version"
  echo "$name:"
  dotnet "$work/samples/bin/$name/release/$name.dll"
done
