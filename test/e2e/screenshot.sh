#!/usr/bin/env bash
# Takes docs/page.png anew from the published binary: screenshot.sh [FILE.png]
set -euo pipefail
cd "$(dirname "$0")/../.."
exec dotnet run --project test/e2e/Lookout.E2E.Screenshot -c Release -v quiet -- "${1:-docs/page.png}"
