#!/usr/bin/env bash
# What must be on the machine and is not part of the repository: the .NET 10 SDK and a recent libstdc++.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# In the root folder, so that global.json decides what is recent enough.
if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
  found=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -) || true
  cat >&2 <<MESSAGE
suptickets: the .NET 10 SDK is needed; found: ${found:-none}. Install it for this user with

  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH="\$HOME/.dotnet:\$PATH"

MESSAGE
  exit 1
fi
"$root/eng/libstdcxx.sh"
