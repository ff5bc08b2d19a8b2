#!/usr/bin/env bash
# publish.sh RID DIR: builds the page and the executable and lays everything Lookout needs into DIR.
set -euo pipefail
cd "$(dirname "$0")/../.."

rid=$1
out=$2
cache=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}

# The page: rebuilt only when one of its sources is newer than the last build.
if [ ! -f web/dist/index.html ] || [ -n "$(find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -newer web/dist/index.html -print -quit)" ]; then
  if [ ! -d web/node_modules ] || [ web/package-lock.json -nt web/node_modules ]; then
    (cd web && npm ci --no-fund --no-audit --loglevel=error && touch node_modules)
  fi
  (cd web && npm run --silent build)
  touch web/dist/index.html
fi

dotnet publish src/Lookout -c Release -r "$rid" -o "$out" --nologo -v quiet -p:DebugType=none -p:StripSymbols=true -p:RunAnalyzers=false
# Documentation and the import library are for developers, not for the box.
rm -f "$out"/*.xml "$out"/*.pdb "$out"/*.dbg "$out"/*.dll "$out"/*.lib "$out"/libonnxruntime_providers_shared.so

rm -rf "$out/wwwroot" "$out/models" "$out/demo"
mkdir -p "$out/models" "$out/demo"
cp -r web/dist "$out/wwwroot"
[ ! -d "$cache/models" ] || cp -r "$cache/models/." "$out/models/"
for clip in demo-street.mp4 demo-face.mp4 NOTICE; do
  [ ! -f "$cache/media/$clip" ] || cp "$cache/media/$clip" "$out/demo/"
done
cp LICENSE THIRD-PARTY-NOTICES.md "$out/"
echo "published $out ($(du -sh "$out" | cut -f1))"
