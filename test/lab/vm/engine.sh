#!/usr/bin/env bash
# Makes the VM's second disk, /var/lib/docker with every image loaded: a `docker load` inside the VM would take minutes. Prints it.
#   LOOKOUT_IMAGE_TAR=FILE   `docker save` of lookout:dev; without it the disk holds the small stand-in images only
set -euo pipefail
# shellcheck source=test/lab/vm/recipe.sh
. "$(dirname "$0")/recipe.sh"

archive=${LOOKOUT_IMAGE_TAR:-}

# The images of the old deployment, from nothing but busybox.
small_image() { # NAME
  local tree
  tree=$(mktemp -d)
  mkdir -p "$tree"/{bin,data,tmp,app/photos}
  cp /bin/busybox "$tree/bin/"
  ln -s busybox "$tree/bin/sh"
  ln -s busybox "$tree/bin/sleep"
  tar -C "$tree" -c . | docker -H "unix://$socket" import --change 'CMD ["sleep", "2147483647"]' - "$1" >/dev/null
  rm -rf "$tree"
}

# An engine for this one job: no network, its own socket and folders, ended by its process id.
disk() { # DIRECTORY
  local run
  run=$(mktemp -d)
  socket=$run/docker.sock
  say "loading images into the VM's engine disk"
  dockerd --data-root "$1/data" --exec-root "$run/exec" --pidfile "$run/pid" --host "unix://$socket" --storage-driver overlay2 \
    --bridge none --iptables=false --ip-forward=false >"$1/dockerd.log" 2>&1 &
  local engine=$!
  # shellcheck disable=SC2064
  trap "kill $engine 2>/dev/null || true; wait $engine 2>/dev/null || true; rm -rf '$run'" EXIT
  for _ in $(seq 300); do docker -H "unix://$socket" info >/dev/null 2>&1 && break; sleep 0.1; done
  small_image lab/idle:1
  small_image lab/camera-web:1
  [ -z "$archive" ] || docker -H "unix://$socket" load -q -i "$archive" >&2
  kill "$engine"
  wait "$engine" || true
  rm -rf "$run"
  trap - EXIT
  truncate -s 6G "$1/engine.ext4"
  mkfs.ext4 -q -L engine -d "$1/data" "$1/engine.ext4"
  rm -rf "$1/data"
}

content=none
[ -z "$archive" ] || content=$(sha256sum "$archive" | cut -c1-16)
target=$LAB_CACHE/engine-$(recipe_hash "$VM_DIR/engine.sh" -- "$content")
build_once "$target" disk
echo "$target/engine.ext4"
