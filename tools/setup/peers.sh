#!/usr/bin/env bash
# Fetches what the tests' other WebRTC stacks need from npm, at the versions of their lock file.
set -euo pipefail
cd "$(dirname "$0")/../../test/e2e/peers/werift"

# npm writes this file last: an installation that was cut short is done again.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-fund --no-audit --loglevel=error
  touch node_modules/.package-lock.json
fi
