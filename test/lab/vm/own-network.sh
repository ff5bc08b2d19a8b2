#!/usr/bin/env bash
# own-network.sh COMMAND...: runs it in a network namespace of its own, with a loopback and nothing else.
# The VM's ports are then always 8080 and 8555 on 127.0.0.1, whatever else runs here, and nobody outside can reach them.
set -euo pipefail
# shellcheck disable=SC2016
exec unshare --net -- /bin/sh -c 'ip link set lo up && exec "$@"' sh "$@"
