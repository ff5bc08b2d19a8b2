#!/usr/bin/env bash
# Preprocessing time a frame, ours beside OpenCV's, on the same frames of a real clip: bench/preprocess.sh [rounds]
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-8}
clip=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/media/demo-street.mp4

[[ -f $clip ]] || { echo "preprocess.sh: $clip is missing; run tools/setup/media.sh" >&2; exit 1; }
/usr/bin/python3 -c 'import cv2' 2>/dev/null || { echo "preprocess.sh: OpenCV is missing; apt-get install python3-opencv" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish -c Release --use-current-runtime -v quiet --nologo -o "$work/bench" "$root/bench/Lookout.Bench.Preprocess" >&2
for size in 1280x720 1920x1080; do
  ffmpeg -nostdin -loglevel error -i "$clip" -vf "scale=${size/x/:}" -frames:v 16 -pix_fmt yuv420p -f rawvideo "$work/$size.i420"
  "$work/bench/Lookout.Bench.Preprocess" \
    "$work/$size.i420" "${size%x*}" "${size#*x}" "$rounds" "$root/bench/Lookout.Bench.Preprocess/opencv_peer.py"
done
