#!/usr/bin/env bash
# Takes the public surface as it is now for the approved one; the change then shows in the diff of Approved/.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
eng/build.sh tests/SupTickets.Tests
SUPTICKETS_ACCEPT_SURFACE=1 dotnet artifacts/bin/SupTickets.Tests/release/SupTickets.Tests.dll \
  -noLogo -class SupTickets.Tests.Structure.PublicSurfaceTests
git status --short tests/SupTickets.Tests/Structure/Approved
