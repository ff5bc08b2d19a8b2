#!/usr/bin/env bash
# CPU time of preprocessing a frame, ours beside libyuv's and OpenCV's, on the same frames of a real clip: bench/preprocess.sh [rounds]
# Ours three times: as it ships (NativeAOT for every x86-64), for x86-64-v3 (AVX2), and under the JIT (whatever the processor has).
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-8}
clip=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/media/demo-street.mp4

[[ -f $clip ]] || { echo "preprocess.sh: $clip is missing; run tools/setup/media.sh" >&2; exit 1; }
/usr/bin/python3 -c 'import cv2' 2>/dev/null || { echo "preprocess.sh: OpenCV is missing; apt-get install python3-opencv" >&2; exit 1; }
command -v clang >/dev/null || { echo "preprocess.sh: clang is missing; apt-get install clang" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Debian's packages are only unpacked: nothing of libyuv is installed.
(cd "$work" && apt-get download -qq libyuv-dev libyuv0 2>/dev/null) || { echo "preprocess.sh: libyuv is missing; it comes by apt-get download libyuv-dev libyuv0" >&2; exit 1; }
for package in "$work"/libyuv*.deb; do dpkg -x "$package" "$work/root"; done
library=$(find "$work/root" -name 'libyuv.so.0*' -type f)
clang -O3 -march=native -Wall -Werror -I "$work/root/usr/include" "$root/bench/peers/libyuv/peer.c" "$library" \
  -Wl,-rpath,"$(dirname "$library")" -o "$work/libyuv"
cp "$root/bench/peers/opencv/peer.py" "$work/opencv.py"

project=$root/bench/Lookout.Bench.Preprocess
dotnet publish -c Release --use-current-runtime -v quiet --nologo -o "$work/aot" "$project" >&2
dotnet publish -c Release --use-current-runtime -v quiet --nologo -p:IlcInstructionSet=x86-64-v3 -o "$work/aot-v3" "$project" >&2
# Without NativeAOT other packages are needed: a lock file of its own, so that the repository's stays as it is.
dotnet publish -c Release --use-current-runtime -v quiet --nologo -p:PublishAot=false -p:NuGetLockFilePath="$work/jit.lock.json" --self-contained false -o "$work/jit" "$project" >&2

# Frames in turn come from memory; the same one again and again from the caches, as one does that has just been decoded.
while read -r size frames; do
  ffmpeg -nostdin -loglevel error -y -i "$clip" -vf "scale=${size/x/:}" -frames:v "$frames" -pix_fmt nv12 -f rawvideo "$work/frames.nv12"
  "$work/aot/Lookout.Bench.Preprocess" compare "$work/frames.nv12" "${size%x*}" "${size#*x}" "$rounds" "$work"
done <<'SIZES'
1920x1080 16
1920x1080 1
1280x720 16
SIZES
