# Sourced: what the VM is made of, and where the parts are kept between runs.
# shellcheck shell=bash disable=SC2034

VM_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_CACHE=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/lab

# On the machine that runs the VM.
HOST_PACKAGES=(
  qemu-system-x86 qemu-utils debootstrap busybox-static kmod cpio e2fsprogs
  docker.io iptables gcc libc6-dev iproute2 python3 ca-certificates
)

# In the VM: an init, an engine, cameras, and the media stack the bare binary needs.
GUEST_PACKAGES=(
  systemd systemd-sysv udev dbus dbus-user-session libpam-systemd kmod procps psmisc iproute2 iptables
  docker.io apparmor docker-compose ca-certificates v4l-utils python3 strace libssl3
  gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good
  gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav
)

say() { echo "lookout lab: $*" >&2; }
fail() { say "$*"; exit 1; }

# One short name for any list of files and words: parts are rebuilt when it changes.
recipe_hash() { # FILE_OR_DIRECTORY... -- WORD...
  local paths=() path
  while [ $# -gt 0 ] && [ "$1" != -- ]; do paths+=("$1"); shift; done
  {
    printf '%s\n' "$@"
    for path in "${paths[@]}"; do (cd "$(dirname "$path")" && find "$(basename "$path")" -type f -exec stat -c '%a %n' {} + -exec sha256sum {} + | LC_ALL=C sort); done
  } | sha256sum | cut -c1-16
}

# Builds one part at a time, whoever asks, and publishes it by one rename: a half-built part is never found.
#   build_once PATH COMMAND...   runs COMMAND with the name of an empty folder to fill
build_once() {
  local target=$1
  shift
  mkdir -p "$(dirname "$target")"
  (
    flock 9
    [ -e "$target" ] && exit 0
    rm -rf "$target.new"
    mkdir "$target.new"
    "$@" "$target.new"
    mv -T "$target.new" "$target"
  ) 9>"$target.lock"
}
