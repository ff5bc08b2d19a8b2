#!/usr/bin/env bash
# The published camera-service beside Pion, Janus, webrtcbin and a bare C sender: the same recording, the same viewers, run in pairs.
#   webrtc.sh [--quick] [--gate] [fanout|memory|latency|frames|join|adapt]...
# Prints a table; out/bench/webrtc.json holds the same. docs/design/bench-webrtc.md says how to read it. LOOKOUT_BIN names another executable.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
lookout=${LOOKOUT_BIN:-$root/out/lookout/lookout}
cache=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}
pion=/usr/share/gocode/src/github.com/pion/webrtc

fail() { echo "webrtc.sh: $*" >&2; exit 1; }

[[ -x $lookout ]] || fail "$lookout is missing; run make publish"
for program in go gcc ffmpeg janus taskset; do
  command -v "$program" >/dev/null || fail "$program is missing; run tools/setup/packages.sh bench"
done
[[ -d $pion ]] || fail "Pion is missing; run tools/setup/packages.sh bench"

work=$(mktemp -d)
keep() { if [[ -n ${KEEP_LOGS:-} ]]; then echo "logs: $work" >&2; else rm -rf "$work"; fi; }
trap keep EXIT
mkdir -p "$work/bin" "$work/go/src"

dotnet build "$root/bench/Lookout.Bench.WebRtc" -c Release --nologo -v quiet >&2
# Debian's Go libraries have no versions: the old GOPATH mode, in which only a program under src with a go.mod of its own finds paths with /v3.
cp -r "$root/bench/peers/pion" "$work/go/src/bench"
for program in server clients player bucket; do
  (cd "$work/go/src/bench" && GO111MODULE=off GOFLAGS='' GOPATH="$work/go:/usr/share/gocode" go build -o "$work/bin/pion-$program" "bench/$program")
done
gcc -O2 -Wall -Wextra -Werror "$root/bench/peers/floor/floor.c" -lcrypto -o "$work/bin/floor"

/usr/bin/python3 -B "$root/bench/webrtc" --root "$root" --work "$work" --lookout "$lookout" --bin "$work/bin" --recordings "$cache/bench" \
  --host "dotnet $root/bench/Lookout.Bench.WebRtc/bin/Release/net10.0/Lookout.Bench.WebRtc.dll" "$@"
