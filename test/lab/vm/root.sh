#!/usr/bin/env bash
# Makes the VM's root disk: Debian 12 with systemd, Docker and two cameras, and the stand-in of the old deployment. Prints it.
#   root.sh KERNEL_DIRECTORY
set -euo pipefail
# shellcheck source=test/lab/vm/recipe.sh
. "$(dirname "$0")/recipe.sh"

kernel=$1
suite=bookworm
mirror=http://deb.debian.org/debian

base() { # DIRECTORY: packages only, the slow part
  local tree=$1/tree
  say "bootstrapping Debian $suite with ${#GUEST_PACKAGES[@]} packages (minutes, once)"
  debootstrap --variant=minbase "$suite" "$tree" "$mirror" >"$1/log" 2>&1 || { tail -20 "$1/log" >&2; return 1; }
  cat >"$tree/etc/apt/sources.list" <<LIST
deb $mirror $suite main
deb $mirror $suite-updates main
deb http://deb.debian.org/debian-security $suite-security main
LIST
  printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
  chmod 755 "$tree/usr/sbin/policy-rc.d"
  {
    chroot "$tree" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive chroot "$tree" apt-get install -y -qq --no-install-recommends "${GUEST_PACKAGES[@]}"
  } >>"$1/log" 2>&1 || { tail -20 "$1/log" >&2; return 1; }
  rm -rf "$tree/usr/sbin/policy-rc.d" "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/*.bin "$tree"/var/cache/apt/archives/*.deb
  rm -rf "$tree"/usr/share/{doc,man,locale,info}/*
}

disk() { # DIRECTORY
  local tree=$1/tree
  say "making the root disk"
  cp -a "$base/tree" "$tree"
  rm -rf "$tree/var/lib/docker" && mkdir "$tree/var/lib/docker"
  cp -a "$kernel/modules/lib/modules" "$tree/usr/lib/"
  cp -r --no-preserve=ownership "$VM_DIR/guest/." "$tree/"
  gcc -O2 -Wall -Werror -o "$tree/usr/local/lib/lab/camera-holders" "$VM_DIR/camera-holders.c"
  settle "$tree"
  old_deployment "$tree"
  truncate -s 6G "$1/root.ext4"
  mkfs.ext4 -q -L root -O ^metadata_csum_seed -d "$tree" "$1/root.ext4"
  rm -rf "$tree"
}

# What a first boot would otherwise do, slowly, each time.
settle() { # TREE
  local tree=$1
  echo lab >"$tree/etc/hostname"
  printf '127.0.0.1 localhost lab\n' >"$tree/etc/hosts"
  echo 6f1d3c5e9b2a4d708c1e5f7a3b9d2c40 >"$tree/etc/machine-id"
  systemctl --root "$tree" enable --quiet systemd-networkd.service lab-agent.service lab-camera-holders.service docker.service
  systemctl --root "$tree" mask --quiet serial-getty@ttyS0.service getty@tty1.service systemd-networkd-wait-online.service \
    apt-daily.timer apt-daily-upgrade.timer man-db.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer e2scrub_reap.service \
    modprobe@{configfs,dm_mod,drm,efi_pstore,fuse,loop}.service systemd-pstore.service systemd-update-utmp.service \
    systemd-update-utmp-runlevel.service systemd-binfmt.service systemd-timesyncd.service
  chroot "$tree" useradd --create-home --uid 1000 --groups video,docker --shell /bin/bash camera
}

# The deployment that Lookout replaces: a daemon on the host, its units, and a compose project beside it.
old_deployment() { # TREE
  local tree=$1 user=$1/home/camera/.config/systemd/user
  install -D -m 755 "$VM_DIR/legacy/native-camera-daemon" "$tree/opt/native-camera/native-camera-daemon"
  install -D -m 644 "$VM_DIR/legacy/native-camera.service" "$tree/etc/systemd/system/native-camera.service"
  systemctl --root "$tree" enable --quiet native-camera.service
  install -D -m 640 "$VM_DIR/legacy/native-camera.user.service" "$user/native-camera.service"
  install -D -m 640 "$VM_DIR/legacy/docker-compose.yml" "$tree/srv/camera/docker-compose.yml"
  install -D -m 600 "$VM_DIR/legacy/dot-env" "$tree/srv/camera/.env"
  chown -R 1000:1000 "$tree/home/camera/.config" "$tree/srv/camera"
}

base=$LAB_CACHE/base-$(recipe_hash -- "$suite" "$mirror" "${GUEST_PACKAGES[@]}" 1)
build_once "$base" base
target=$LAB_CACHE/root-$(recipe_hash "$VM_DIR/root.sh" "$VM_DIR/guest" "$VM_DIR/legacy" "$VM_DIR/camera-holders.c" -- "$base" "$kernel")
build_once "$target" disk
echo "$target/root.ext4"
