#!/usr/bin/env bash
# image.sh [TAG]: builds the image from this checkout with the laboratory's engine, default lookout:dev, and says how large it is.
set -euo pipefail
cd "$(dirname "$0")/../../.."

tag=${1:-lookout:dev}
test/lab/docker/engine.sh start
eval "$(test/lab/docker/engine.sh env)"
test/lab/docker/bases.sh
# --network host: the build fetches packages, and the laboratory's bridge need not lead anywhere.
docker build --network host --quiet --tag "$tag" \
  --build-arg "VERSION=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)" \
  --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)" . >/dev/null
bytes=$(docker image inspect --format '{{.Size}}' "$tag")
echo "image $tag: $((bytes / 1000000)) MB"
