#!/usr/bin/env bash
# test.sh [all|unit|container|network]: runs the test projects one after the other and closes with one line for all of them.
# Every project must run at least one test: a suite that runs nothing counts as failed.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

# ONNX Runtime must not call home from a test either.
export ORT_DISABLE_TELEMETRY=1

passed=0 failed=0 broken=
count() { # label passed failed
  printf '%-32s %4d passed, %d failed\n' "$1" "$2" "$3"
  passed=$((passed + $2)) failed=$((failed + $3))
}

filter=()
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

case "${1:-all}" in
  all) projects=(test/Lookout.*.Tests test/e2e/Lookout.E2E.Tests) ;;
  unit) projects=(test/Lookout.*.Tests) ;;
  container) projects=(test/lab/Lookout.Container.Tests) ;;
  network)
    projects=(test/lab/Lookout.Network.Tests)
    # The other tests there watch a VM: test/lab/vm/netem.py starts it.
    filter=(-- --filter-class '*LossTests' --filter-class '*HostileNetworkTests')
    rm -f out/lab/network-figures.txt
    ;;
  *) echo "test.sh: expected all, unit, container or network" >&2; exit 64 ;;
esac

for project in "${projects[@]}"; do
  name=$(basename "$project")
  log=$logs/$name
  dotnet build "$project" -c Release --nologo -v quiet >"$log.build" 2>&1 || { cat "$log.build"; count "$name" 0 1; continue; }
  dotnet test --project "$project" -c Release --no-build --no-progress "${filter[@]}" >"$log" 2>&1
  status=$?
  ok=$(sed -n 's/^ *succeeded: *\([0-9]*\).*/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^ *failed: *\([0-9]*\).*/\1/p' "$log" | tail -1)
  if [ "$status" -ne 0 ] || [ "${ok:-0}" -eq 0 ]; then
    cat "$log"
    [ "${bad:-0}" -gt 0 ] || bad=1
    broken+=$(grep -A3 -E '^failed |Unhandled exception' "$log" | cut -c1-300 || true)$'\n'
  fi
  count "$name" "${ok:-0}" "${bad:-1}"
done

if [ "${1:-all}" = all ] || [ "${1:-all}" = unit ]; then
  if log=$(cd web && { [ -d node_modules ] || npm ci --no-fund --no-audit --loglevel=error; } && npm test --silent 2>&1); then web=0; else web=1; echo "$log"; fi
  ok=$(printf '%s\n' "$log" | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^ *Tests .*\b\([0-9][0-9]*\) passed.*/\1/p' | tail -1)
  bad=$(printf '%s\n' "$log" | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^ *Tests .*\b\([0-9][0-9]*\) failed.*/\1/p' | tail -1)
  if [ "$web" -ne 0 ] || [ "${ok:-0}" -eq 0 ]; then [ "${bad:-0}" -gt 0 ] || bad=1; fi
  count web "${ok:-0}" "${bad:-0}"
fi

[ ! -s out/lab/figures.txt ] || [ "${1:-all}" != container ] || cat out/lab/figures.txt
[ ! -s out/lab/network-figures.txt ] || [ "${1:-all}" != network ] || cat out/lab/network-figures.txt
# Named once more at the end, where a reader looks first.
[ -z "$broken" ] || printf '\nfailed:\n%s' "$broken"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
