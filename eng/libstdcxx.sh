#!/usr/bin/env bash
# TorchSharp's native library was built against GCC 13.2 and needs its libstdc++. Does nothing where that is present.
# On Debian 12, as root, takes that one library from Debian 13; elsewhere says what to install.
set -euo pipefail
needed=GLIBCXX_3.4.32
sources=/etc/apt/sources.list.d/suptickets-trixie.sources
pin=/etc/apt/preferences.d/suptickets-trixie

# The file the loader would take: LD_LIBRARY_PATH first, then its cache.
loaded() {
  local folder
  while IFS= read -r -d: folder; do
    if [ -n "$folder" ] && [ -e "$folder/libstdc++.so.6" ]; then echo "$folder/libstdc++.so.6"; return; fi
  done <<<"${LD_LIBRARY_PATH:-}:"
  PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | awk -v arch="$(uname -m)" '
    $1 == "libstdc++.so.6" && (arch != "x86_64" || /x86-64/) { print $NF; exit }'
}

is_recent() {
  local file
  file=$(loaded)
  [ -n "$file" ] && grep -q "$needed" "$file"
}

# "URI|keyring" of the machine's own source of Debian 12's main archive.
debian_source() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)|$(SOURCESENTRY)' \
    'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" && ($3 == "bookworm" || $3 == "oldstable") && $4 == "main" { print $5 "|" $6; exit }'
}

# The keyring named where the source is (FILE:LINE for one-line files, FILE:PARAGRAPH for deb822); may be nothing.
keyring() {
  local file=${1%:*} index=${1##*:}
  case $file in
    *.sources) awk 'BEGIN { RS = "" } /(^|\n)Suites:[^\n]*(bookworm|oldstable)( |\n|$)/' "$file" | sed -n 's/^Signed-By:[[:space:]]*//p' ;;
    *) sed -n "${index}s/.*signed-by=\([^] ]*\).*/\1/p" "$file" ;;
  esac | grep -m 1 '^/' || true
}

# Messages on 3, apt's output on 1 and 2.
install_from_trixie() {
  local found uri key
  found=$(debian_source)
  if [ -z "$found" ]; then
    echo "suptickets: reading the package lists first ..." >&3
    apt-get update || true
    found=$(debian_source)
  fi
  if [ -z "$found" ]; then
    echo "suptickets: no source of Debian's bookworm/main in /etc/apt; add one, then start again." >&3
    return 1
  fi
  uri=${found%%|*}
  key=$(keyring "${found##*|}")
  cat >&3 <<MESSAGE
suptickets: this Debian 12 has an older libstdc++ than TorchSharp needs ($needed). Taking libstdc++6 and what it depends on
(libc6, base-files) from Debian 13, from the mirror that this machine uses already: adding $sources,
pinned at priority 100 by $pin so that nothing else is taken from there.
MESSAGE
  printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\n%s' "$uri" "${key:+Signed-By: $key
}" >"$sources"
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' >"$pin"
  # Only the new source is read: others may be out of order, and that is not our business.
  apt-get update -q -o Dir::Etc::sourcelist="$sources" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -t trixie libstdc++6
}

is_recent && exit
[ "$(uname -s)" = Linux ] || exit 0
system=$(. /etc/os-release && echo "$ID ${VERSION_ID:-}") 2>/dev/null || system="this Linux"
if [ "$system" != "debian 12" ]; then
  cat >&2 <<MESSAGE
suptickets: TorchSharp needs libstdc++ of GCC 13.2 or later ($needed); the one found is $(f=$(loaded); echo "${f:-none}") on $system.
Ubuntu 24.04, Debian 13, Fedora 39 and later have it. Where your system offers a newer one, install it, for example with

  sudo apt-get install libstdc++6      (Debian, Ubuntu)      sudo dnf install libstdc++      (Fedora, RHEL)

If LD_LIBRARY_PATH points to an older copy, unset it.
MESSAGE
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  cat >&2 <<MESSAGE
suptickets: this Debian 12 has an older libstdc++ than TorchSharp needs ($needed). Root may take it from Debian 13:

  sudo $(printf %q "$(readlink -f -- "${BASH_SOURCE[0]}")")

Then start again.
MESSAGE
  exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! install_from_trixie 3>&2 >"$log" 2>&1; then
  rm -f "$sources" "$pin"
  tail -n 20 "$log" >&2
  echo "suptickets: libstdc++6 could not be installed; $sources was removed again." >&2
  exit 1
fi
if ! is_recent; then
  echo "suptickets: libstdc++6 was installed, but $(loaded) is what programs load; unset LD_LIBRARY_PATH and start again." >&2
  exit 1
fi
echo "suptickets: libstdc++6 is in place." >&2
