#!/usr/bin/env bash
# Installs what this machine needs to make and run the VM, and says what. Debian 12, as root.
set -euo pipefail
# shellcheck source=test/lab/vm/recipe.sh
. "$(dirname "$0")/recipe.sh"

[ "$(id -u)" = 0 ] || fail "needs root: the VM's files are made by debootstrap, and its network is a namespace of its own"

missing=()
for package in "${HOST_PACKAGES[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

say "installing ${missing[*]}"
apt-get update -qq
# The engine is started by the lab where it is needed, never by its package.
RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
