#!/usr/bin/env bash
# sbom.sh IMAGE DIR: writes what the image is made of, as CycloneDX 1.6, by OWASP's cdxgen (pinned; it brings trivy for Debian's packages):
#   DIR/image.cdx.json    every package and file of the image
#   DIR/source.cdx.json   what is compiled into it: NuGet's and npm's packages, from the lock files
set -euo pipefail
cd "$(dirname "$0")/../.."

image=$1
out=$2
version=12.8.4
tool=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/tools/cdxgen-$version

if [ ! -x "$tool/node_modules/.bin/cdxgen" ]; then
  echo "sbom.sh: fetching cdxgen $version from npm"
  npm install --no-fund --no-audit --loglevel=error --prefix "$tool" "@cyclonedx/cdxgen@$version"
fi

work=$(mktemp -d)
container=
finish() {
  [ -z "$container" ] || docker rm "$container" >/dev/null
  rm -rf "$work"
}
trap finish EXIT

mkdir -p "$out" "$work/image"
container=$(docker create "$image")
docker export "$container" | tar -C "$work/image" -x
write() { "$tool/node_modules/.bin/cdxgen" "$@" --spec-version 1.6 --no-install-deps >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }; }
write -t rootfs -o "$out/image.cdx.json" "$work/image"
write -t dotnet -t npm -o "$out/source.cdx.json" "$PWD"
for file in image source; do
  [ -s "$out/$file.cdx.json" ] || { echo "sbom.sh: cdxgen wrote no $file.cdx.json" >&2; exit 1; }
  echo "$out/$file.cdx.json: $(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["components"]))' "$out/$file.cdx.json") components"
done
