#!/usr/bin/env bash
# Lint: analyzers and code style by a full build (warnings are errors), white space, shell scripts, the page. Changes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."

dotnet restore Lookout.slnx --locked-mode -v quiet --nologo
dotnet build Lookout.slnx -c Release --no-restore --nologo -v quiet
dotnet format whitespace . --folder --verify-no-changes --exclude web/node_modules out
git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck
(cd web && { [ -d node_modules ] || npm ci --no-fund --no-audit --loglevel=error; } && npm run --silent lint)
echo "lint: clean"
