#!/usr/bin/env bash
# collect.sh DIR EXECUTABLE: lays into DIR what the image needs beside the executable, and nothing else: the GStreamer plugins that
# are used, the libraries they and the executable load, and for each Debian package a file comes from its entry in
# /var/lib/dpkg/status.d, so that a scanner of vulnerabilities still sees it. What the base image holds already is left out.
#
# The packages themselves are not installed in the image: gstreamer1.0-plugins-bad and -libav pull in 400 MB for two decoders.
set -euo pipefail

root=$1
executable=$2
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
lib=/usr/lib/$multiarch

# Element(s) each plugin is here for. H.264 is decoded by OpenH264 and H.265 by libde265: FFmpeg's libavcodec would be 234 MB.
plugins=(
  coreelements         # filesrc, queue, capsfilter, fakesink
  app                  # appsrc, appsink
  typefindfunctions    # which container a clip is
  playback             # decodebin, parsebin
  videoconvertscale    # videoconvert
  videofilter          # videoflip
  video4linux2         # v4l2src
  jpeg                 # jpegdec: cameras that give MJPEG, still pictures
  jpegformat           # jpegparse
  png                  # pngdec: still pictures for enrolment
  x264                 # x264enc
  videoparsersbad      # h264parse, h265parse
  openh264             # openh264dec
  de265                # libde265dec
  isomp4               # qtdemux
  matroska             # matroskademux
  mpegtsdemux          # tsdemux
  rtsp                 # rtspsrc
  rtp                  # rtph264depay, rtph265depay
  rtpmanager           # rtpbin
  udp tcp              # what rtspsrc reads from
)
# Opened by name at run time, so that no other file tells of them.
opened=(
  "$lib/libgstreamer-1.0.so.0" "$lib/libgstapp-1.0.so.0" "$lib/libgstvideo-1.0.so.0"
  "$lib/libssl.so.3" "$lib/libcrypto.so.3"
  "$lib/gio/modules/libgiognutls.so"   # rtsps://
  "$lib/gstreamer1.0/gstreamer-1.0/gst-plugin-scanner"
)

fail() { echo "collect.sh: $*" >&2; exit 1; }

files=("${opened[@]}")
for plugin in "${plugins[@]}"; do files+=("$lib/gstreamer-1.0/libgst$plugin.so"); done
for file in "${files[@]}"; do [ -e "$file" ] || fail "$file is missing: is its package in the image's build stage?"; done

# The base image's files stay out: this stage began as that image, and its list was kept before anything was installed.
base=/var/lib/lookout-base-packages
[ -s "$base" ] || fail "$base is missing: the Dockerfile writes it before the first apt-get install"

needed=$(
  for file in "${files[@]}" "$executable" "$(dirname "$executable")"/*.so*; do
    ldd "$file" | awk '/not found/ { print "missing " $1 " of '"$file"'" > "/dev/stderr"; bad = 1 } $3 ~ /^\// { print $3 } END { exit bad }'
  done | sort -u
)

# dpkg knows files by the path they were packaged under, where /lib was not yet a link to /usr/lib.
owner() { dpkg -S "$1" 2>/dev/null || dpkg -S "${1#/usr}" 2>/dev/null; }

# The file under the name it is asked for, and what that name is a link to.
put() {
  local file
  for file in "$1" "$(realpath "$1")"; do
    mkdir -p "$root$(dirname "$file")"
    cp --preserve=mode,timestamps -P "$file" "$root$file"
  done
}

mkdir -p "$root/var/lib/dpkg/status.d"
for name in "${files[@]}" $needed; do
  file=$(realpath "$(dirname "$name")")/$(basename "$name")
  package=$(owner "$(realpath "$file")" | head -1 | cut -d: -f1)
  [ -n "$package" ] || fail "no package owns $file"
  grep -qx "$package" "$base" && continue
  put "$file"
  [ -e "$root/var/lib/dpkg/status.d/$package" ] && continue
  dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"
  mkdir -p "$root/usr/share/doc/$package"
  cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/" || fail "$package has no copyright file"
done

# Roots of trust, for rtsps:// cameras.
mkdir -p "$root/etc/ssl/certs"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

echo "collected $(find "$root/var/lib/dpkg/status.d" -type f | wc -l) packages, $(du -sh "$root" | cut -f1)"
