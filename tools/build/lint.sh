#!/usr/bin/env bash
# Lint: format, analyzers (warnings are errors), shell scripts, the page's types. Changes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."

dotnet restore Lookout.slnx --locked-mode -v quiet --nologo
dotnet build Lookout.slnx -c Release --no-restore --nologo -v quiet
dotnet format Lookout.slnx --no-restore --verify-no-changes --severity error
git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck
(cd web && { [ -d node_modules ] || npm ci --no-fund --no-audit --loglevel=error; } && npm run --silent lint)
echo "lint: clean"
