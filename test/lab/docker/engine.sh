#!/usr/bin/env bash
# engine.sh start|stop|restart|env: a Docker engine of the laboratory's own, beside whatever runs on this machine.
#
#   eval "$(test/lab/docker/engine.sh env)"    then docker and docker-compose speak to it
#
# Its data, socket and log are under ${LOOKOUT_CACHE:-~/.cache/lookout}/lab/docker; the data is kept between runs, so that the
# second build of the image is short. It needs root, and installs docker.io, docker-compose and iptables where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../../.."

lab=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/lab/docker
socket=$lab/docker.sock
pidfile=$lab/dockerd.pid
log=$lab/dockerd.log

fail() { echo "engine.sh: $*" >&2; exit 1; }
answers() { docker -H "unix://$socket" version >/dev/null 2>&1; }
running() { [ -s "$pidfile" ] && [ "$(cat "/proc/$(cat "$pidfile")/comm" 2>/dev/null)" = dockerd ]; }

start() {
  if running && answers; then return; fi
  [ "$(id -u)" = 0 ] || fail "a Docker engine needs root"
  tools/setup/packages.sh engine
  mkdir -p "$lab"
  rm -f "$pidfile"
  # A bridge of its own: another engine's docker0 stays as it is. live-restore is off, as on a box nobody has tuned.
  ip link show lookout-lab0 >/dev/null 2>&1 || { ip link add lookout-lab0 type bridge && ip addr add 172.31.200.1/24 dev lookout-lab0 && ip link set lookout-lab0 up; }
  setsid dockerd --data-root "$lab/data" --exec-root "$lab/run" --pidfile "$pidfile" --host "unix://$socket" \
    --bridge lookout-lab0 >"$log" 2>&1 </dev/null &
  for _ in $(seq 300); do
    if answers; then return; fi
    sleep 0.1
  done
  tail -20 "$log" >&2
  fail "dockerd did not answer within 30 s; its log is $log"
}

stop() {
  running || return 0
  local pid
  pid=$(cat "$pidfile")
  kill -TERM "$pid"
  for _ in $(seq 300); do
    if [ ! -e "/proc/$pid" ]; then return; fi
    sleep 0.1
  done
  fail "dockerd $pid did not end within 30 s of SIGTERM"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  restart) stop; start ;;
  env) echo "export DOCKER_HOST=unix://$socket" ;;
  *) fail "expected start, stop, restart or env" ;;
esac
