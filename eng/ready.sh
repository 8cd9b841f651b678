#!/usr/bin/env bash
# Makes the command-line tool ready to run: nothing to do, or set-up and one Release build.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# The name holds the choice of eng/LibTorch.props, so another choice is another build.
stamp=$root/artifacts/ready${LibTorchPackage:+-$LibTorchPackage}
inputs=("$root"/src "$root"/recipes "$root"/eng "$root"/*.props "$root"/global.json)

is_ready() {
  # Folders count too: theirs is the only date that changes when a file is removed.
  [ -e "$stamp" ] && [ -z "$(find "${inputs[@]}" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

is_ready && command -v dotnet >/dev/null && exit
"$root/eng/setup.sh"
mkdir -p "$root/artifacts"
# Of two first starts at once the second waits here, then finds everything built.
exec 9>"$root/artifacts/lock"
if command -v flock >/dev/null; then flock 9; fi
is_ready && exit
rm -f "$root"/artifacts/ready*
touch "$stamp.started"
echo "suptickets: building (Release; the first time packages are fetched too, 150 MB) ..." >&2
"$root/eng/build.sh" src/SupTickets.Cli 9>&-
# The date before the build: what was edited meanwhile is built next time.
mv "$stamp.started" "$stamp"
echo "suptickets: ready after $SECONDS s." >&2
