#!/usr/bin/env bash
# Time of each stage of the vision chain, and of the tracker, on the frames of a real clip; then the whole chain of the published
# binary with 1, 2 and 4 cameras: bench/vision.sh
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cache=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}
clip=$cache/media/demo-street.mp4

[[ -f $clip ]] || { echo "vision.sh: $clip is missing; run tools/setup/media.sh" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish -c Release --use-current-runtime -v quiet --nologo -o "$work/bench" "$root/bench/Lookout.Bench.Vision" >&2
ffmpeg -nostdin -loglevel error -i "$clip" -frames:v 32 -pix_fmt yuv420p -f rawvideo "$work/frames.i420"
"$work/bench/Lookout.Bench.Vision" "$cache/models" "$work/frames.i420" 1280 720
"$root/bench/run.sh" chain
