#!/usr/bin/env bash
# Takes what the tests compare with approved texts for approved as it is now: the public surface, the help texts, the names
# that recipes use, the resolved presets.
# The change then shows in the diff.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
eng/build.sh tests/SupTickets.Tests
SUPTICKETS_ACCEPT=1 dotnet artifacts/bin/SupTickets.Tests/release/SupTickets.Tests.dll -noLogo \
  -class SupTickets.Tests.Structure.PublicSurfaceTests \
  -class SupTickets.Tests.Cli.HelpTests \
  -class SupTickets.Tests.Recipes.RecipeTablesTests \
  -class SupTickets.Tests.Recipes.PresetsTests
git status --short 'tests/SupTickets.Tests/*/Approved'
