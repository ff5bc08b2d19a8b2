#!/usr/bin/env bash
# Measures the published binary and prints a table; out/bench/results.json holds the same.
#   run.sh [start|join|latency|viewers|memory|preprocess]...
#   run.sh chain        the vision chain with 1, 2 and 4 cameras; out/bench/chain.json
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Lookout.Bench -c Release --nologo -v quiet >&2
exec dotnet bench/Lookout.Bench/bin/Release/net10.0/Lookout.Bench.dll "$@"
