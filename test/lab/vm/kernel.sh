#!/usr/bin/env bash
# Unpacks Debian's own kernel package and makes an initramfs that finds the root disk. Prints the folder:
#   vmlinuz  initrd.img  modules/lib/modules/VERSION (what a VM can use, not the drivers of real machines)
set -euo pipefail
# shellcheck source=test/lab/vm/recipe.sh
. "$(dirname "$0")/recipe.sh"

unused=(
  sound drivers/gpu drivers/infiniband drivers/net/ethernet drivers/net/wireless drivers/scsi drivers/iio
  drivers/media/dvb-frontends drivers/media/pci drivers/media/tuners drivers/hwmon drivers/staging drivers/isdn
  drivers/bluetooth net/wireless net/mac80211 net/bluetooth
  fs/btrfs fs/xfs fs/ocfs2 fs/gfs2 fs/nfs fs/nfsd fs/ceph fs/cifs
)
at_boot=(virtio_pci virtio_blk ext4 crc32c_generic)

unpack() { # PACKAGE DIRECTORY
  local package=$1 to=$2 version modules
  version=${package#linux-image-}
  say "unpacking $package"
  mkdir "$to/deb"
  (cd "$to/deb" && apt-get download -qq -o APT::Sandbox::User=root "$package" >&2 && dpkg-deb -x ./*.deb .)
  mv "$to/deb/boot/vmlinuz-$version" "$to/vmlinuz"
  mkdir -p "$to/modules/lib"
  mv "$to/deb/lib/modules" "$to/modules/lib/"
  rm -rf "$to/deb"

  modules=$to/modules/lib/modules/$version
  for folder in "${unused[@]}"; do rm -rf "$modules/kernel/$folder"; done
  depmod --basedir "$to/modules" "$version"
  initramfs "$to" "$version"
}

initramfs() { # DIRECTORY VERSION
  local tree=$1/initramfs version=$2
  mkdir -p "$tree"/{bin,dev,proc,sys,root,modules}
  cp /bin/busybox "$tree/bin/busybox"
  local number=10 line file
  for module in "${at_boot[@]}"; do
    while read -r line; do
      file=${line#insmod }
      file=${file%% *}
      case "$line" in builtin*) continue ;; esac
      compgen -G "$tree/modules/*-$(basename "$file")" >/dev/null || cp "$file" "$tree/modules/$((number++))-$(basename "$file")"
    done < <(modprobe --dirname "$1/modules" --set-version "$version" --show-depends "$module")
  done
  cat >"$tree/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
for module in /modules/*; do /bin/busybox insmod "$module"; done
until [ -b /dev/vda ]; do /bin/busybox sleep 0.05; done
/bin/busybox mount -t ext4 -o rw /dev/vda /root
/bin/busybox mount --move /dev /root/dev
exec /bin/busybox switch_root /root /sbin/init
INIT
  chmod 755 "$tree/init"
  (cd "$tree" && find . | cpio --quiet -o -H newc | gzip -1) >"$1/initrd.img"
  rm -rf "$tree"
}

package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
[ -n "$package" ] || fail "apt knows no linux-image-amd64: run apt-get update"
target=$LAB_CACHE/kernel-${package#linux-image-}-$(recipe_hash "$VM_DIR/kernel.sh" --)
build_once "$target" unpack "$package"
echo "$target"
