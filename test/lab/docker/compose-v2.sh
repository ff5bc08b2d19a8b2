#!/usr/bin/env bash
# compose-v2.sh: fetches Compose v2, which Debian 12 lacks, from Debian 13 and prints a DOCKER_CONFIG folder with it as a plugin:
#
#   DOCKER_CONFIG=$(test/lab/docker/compose-v2.sh) docker compose version
#
# One statically usable binary out of a pinned package; nothing is installed, and this machine's own apt lists stay as they are.
set -euo pipefail

version=2.26.1-4
sha256=47681197cb2b1ab88206b42a1a92fc75f50d9530a6322d03494a473eed0408ea
lab=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/lab/docker
config=$lab/compose-$version
plugin=$config/cli-plugins/docker-compose

fail() { echo "compose-v2.sh: $*" >&2; exit 1; }

fetch() {
  local work=$1
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" >"$work/sources.list"
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
  "${apt[@]}" update
  (cd "$work" && "${apt[@]}" download "docker-compose=$version")
  local deb=$work/docker-compose_${version}_amd64.deb
  echo "$sha256  $deb" | sha256sum --check --status || fail "docker-compose $version is not the pinned package: $(sha256sum "$deb")"
  dpkg -x "$deb" "$work/tree"
  local found
  found=$(find "$work/tree/usr" -type f -name docker-compose -perm -u+x | head -1)
  [ -n "$found" ] || fail "docker-compose $version has no program in it"
  mkdir -p "$work/config/cli-plugins"
  mv "$found" "$work/config/cli-plugins/docker-compose"
  rm -rf "$config"
  mv -T "$work/config" "$config"
}

if [ ! -x "$plugin" ]; then
  [ "$(dpkg --print-architecture)" = amd64 ] || fail "only amd64's package is pinned here"
  mkdir -p "$lab"
  work=$(mktemp -d "$lab/.compose.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  fetch "$work" >&2
fi
echo "$config"
