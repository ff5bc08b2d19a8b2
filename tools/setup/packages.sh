#!/usr/bin/env bash
# Installs the system packages Lookout needs on Debian 12 / Ubuntu 24.04, and says which.
#   packages.sh run|build|test|lint|bench|image|engine|network
# A package that is there already is left alone; with nothing missing it prints nothing and needs no rights.
set -euo pipefail

run=(
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
  gstreamer1.0-plugins-ugly gstreamer1.0-libav libssl3
  ffmpeg ca-certificates
)
build=(clang zlib1g-dev curl)
test=(chromium procps strace coturn docker-compose diffutils patch python3-aiortc python3-opencv python3-numpy python3-gi python3-gst-1.0
  gir1.2-gst-rtsp-server-1.0 gir1.2-gst-plugins-bad-1.0 gstreamer1.0-nice golang-go golang-github-pion-webrtc.v3-dev)
lint=(shellcheck)
# What Lookout's sending is compared with (bench/webrtc.sh); nice and the typelibs are webrtcbin's.
bench=(
  golang-go golang-github-pion-webrtc.v3-dev janus gcc libssl-dev procps python3-aiortc python3-numpy
  gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-nice python3-gi gir1.2-gst-plugins-bad-1.0
)
# What the image's files are taken from (tools/image/collect.sh); plugins-bad for h264parse, OpenH264 and libde265, without libav.
image=(
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly
  glib-networking libssl3 ca-certificates dpkg-dev ffmpeg
)
# A Docker engine for the laboratory, and what its base images are made with.
engine=(docker.io docker-compose iptables iproute2 debootstrap)

# A network of its own for a browser, which loses packets.
network=(iptables iproute2)

fail() { echo "lookout set-up: $*" >&2; exit 1; }

case "${1:-run}" in
  run) wanted=("${run[@]}") ;;
  build) wanted=("${build[@]}") ;;
  test) wanted=("${run[@]}" "${build[@]}" "${test[@]}") ;;
  bench) wanted=("${run[@]}" "${build[@]}" "${bench[@]}") ;;
  lint) wanted=("${lint[@]}") ;;
  image) wanted=("${image[@]}") ;;
  engine) wanted=("${engine[@]}") ;;
  network) wanted=("${network[@]}") ;;
  *) fail "unknown set '$1': run, build, test, lint, bench, image, engine or network" ;;
esac

# Ubuntu 24.04 renamed libssl3 in its 64-bit time_t transition, and its chromium package only fetches a snap.
# shellcheck source=/dev/null
. /etc/os-release
if [ "${ID:-}" = ubuntu ] && [ "${VERSION_ID%%.*}" -ge 24 ]; then
  for i in "${!wanted[@]}"; do
    [ "${wanted[$i]}" = libssl3 ] && wanted[i]=libssl3t64
  done
fi

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do
  installed "$package" || missing+=("$package")
done

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "needs root or sudo to run: $*"
  fi
}

if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "this set-up knows apt only; install these yourself: ${missing[*]}"
  echo "lookout set-up: installing ${missing[*]}"
  # Janus' package would start a server at every boot; only the executable is wanted.
  if [[ " ${missing[*]} " == *" janus "* && -d /run/systemd/system ]]; then as_root systemctl mask --quiet janus.service; fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# The two tools Debian's own archive lacks in the version needed: the .NET 10 SDK and Node.js 20.19.
dotnet_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' && return
  echo "lookout set-up: installing the .NET 10 SDK"
  if ! apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
    # Debian 12: Microsoft's own archive, as their installation guide says. Ubuntu 24.04 has the SDK in its archive.
    local deb
    deb=$(mktemp --suffix=.deb)
    curl -fsSL -o "$deb" "https://packages.microsoft.com/config/$ID/$VERSION_ID/packages-microsoft-prod.deb" \
      || fail "cannot reach Microsoft's package archive; install the .NET 10 SDK yourself: https://learn.microsoft.com/dotnet/core/install/linux"
    as_root dpkg -i "$deb" >/dev/null
    rm -f "$deb"
    as_root apt-get update -qq
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dotnet-sdk-10.0 >/dev/null
}

node_recent() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

nodejs() {
  command -v npm >/dev/null && node_recent && return
  echo "lookout set-up: installing Node.js"
  command -v npm >/dev/null || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
  # Debian's Node.js 18 is too old for the page's build; npm itself carries newer binaries.
  node_recent || as_root npm install --global --prefix /usr/local --silent node@22.23.3
  hash -r
  node_recent || fail "Node.js 20.19 or newer is missing: https://nodejs.org/en/download"
}

case "${1:-run}" in
  build | test | lint | bench) dotnet_sdk; nodejs ;;
esac
