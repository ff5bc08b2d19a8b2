#!/usr/bin/env bash
# Makes whatever is missing of the VM's parts and prints their places, one a line: kernel, root disk, engine disk, shared folder.
set -euo pipefail
# shellcheck source=test/lab/vm/recipe.sh
. "$(dirname "$0")/recipe.sh"

"$VM_DIR/packages.sh"
kernel=$("$VM_DIR/kernel.sh")
root=$("$VM_DIR/root.sh" "$kernel")
engine=$("$VM_DIR/engine.sh")
# Lookout as `make publish` left it: the guest mounts it read only, to run the bare binary.
shared=${LOOKOUT_OUT:-$VM_DIR/../../../out/lookout}
[ -x "$shared/lookout" ] || fail "$shared/lookout is not there: run make publish"
printf '%s\n' "$kernel" "$root" "$engine" "$(realpath "$shared")"
