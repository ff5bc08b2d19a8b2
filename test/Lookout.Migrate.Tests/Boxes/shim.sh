#!/bin/bash
# Stands in for systemctl, docker, docker-compose and setpriv on a machine in a directory. It keeps the machine's state under
# /shim of that root, counts its calls, and misbehaves at the call that /shim/fault names: "N MODE".
root=${0%/usr/bin/*}
name=${0##*/}
state=$root/shim
video=/dev/video0
socket=/tmp/native_inference.sock

if [ "$name" = setpriv ]; then
  while [ "$1" != -- ]; do shift; done
  shift
  exec "$@"
fi

read -r calls <"$state/calls"
calls=$((calls + 1))
echo "$calls" >"$state/calls"
echo "$calls $name $*" >>"$state/log"
fault=
if [ -e "$state/fault" ]; then
  read -r at mode <"$state/fault"
  [ "$at" = "$calls" ] && fault=$mode
  [ "$at" = all ] && fault=$mode
fi
case $fault in
  fail) echo "shim: told to fail" >&2; exit 1 ;;
  lie) exit 0 ;;
  hang) exec sleep 600 ;;
esac
finish() { # code
  [ "$fault" != fail-after ] || { echo "shim: told to fail in the end" >&2; exit 1; }
  exit "$1"
}

# A process that has the camera: pid, name, cgroup, whether it serves the old socket.
hold() {
  local held
  for held in "$root"/proc/[0-9]*/fd/3; do
    if [ -L "$held" ] && [ "$held" != "$root/proc/$1/fd/3" ]; then echo "$calls: $2 starts while ${held%/fd/3} has $video" >>"$state/two-owners"; fi
  done
  mkdir -p "$root/proc/$1/fd"
  ln -sfn "$video" "$root/proc/$1/fd/3"
  echo "$2" >"$root/proc/$1/comm"
  echo "0::$3" >"$root/proc/$1/cgroup"
  if [ "$4" = serves ]; then
    ln -sfn "socket:[4242$1]" "$root/proc/$1/fd/4"
    echo "0000000000000000: 00000002 00000000 00010000 0001 01 4242$1 $socket" >>"$root/proc/net/unix"
  fi
}
release() { # pid
  rm -rf "${root:?}/proc/$1"
  sed -i "/ 4242$1 /d" "$root/proc/net/unix"
}

### systemctl

# Answers come in REPLY: a subshell for each would be most of what a test costs.
use_manager() { # name
  manager=$1
  active=$state/active-$manager
  if [ "$manager" = system ]; then directories=("$root/etc/systemd/system" "$root/lib/systemd/system")
  else directories=("$root/home/dev/.config/systemd/user" "$root/etc/systemd/user" "$root/usr/lib/systemd/user"); fi
}
find_unit() { # name: its file, as it lies now, the administrator's first
  local directory
  for directory in "${directories[@]}"; do
    REPLY=$directory/$1
    if [ -L "$REPLY" ] || [ -e "$REPLY" ]; then return; fi
  done
  REPLY=
}
load_state() { # path: what a manager that reads it now makes of it
  if [ -z "$1" ]; then REPLY=not-found
  elif [ "$1" -ef /dev/null ]; then REPLY=masked
  else REPLY=loaded; fi
}
enablement() { # name
  local directory path link
  find_unit "$1"
  path=$REPLY
  load_state "$path"
  [ "$REPLY" = masked ] && return
  REPLY=enabled
  for directory in "${directories[@]}"; do
    for link in "$directory"/*.wants/"$1"; do [ -L "$link" ] && return; done
  done
  REPLY=${path:+disabled}
}
# A manager goes by what it read last, so a forgotten daemon-reload shows.
loaded() { # name
  REPLY=not-found
  [ ! -e "$state/loaded-$manager/$1" ] || read -r REPLY <"$state/loaded-$manager/$1"
}
reload() {
  local directory path unit
  rm -rf "$state/loaded-$manager"
  mkdir -p "$state/loaded-$manager"
  for directory in "${directories[@]}"; do
    for path in "$directory"/*.*; do
      unit=${path##*/}
      case $unit in *.wants | '*.*') continue ;; esac
      find_unit "$unit"
      load_state "$REPLY"
      echo "$REPLY" >"$state/loaded-$manager/$unit"
    done
  done
}
systemctl() {
  use_manager system
  [ "$1" = --user ] && { use_manager user; shift; }
  local verb=$1 unit=${!#} pid=100
  [ "$manager" = user ] && pid=101
  [ -d "$active" ] || mkdir "$active"
  case $verb in
    daemon-reload) reload ;;
    show)
      loaded "$unit"
      echo "LoadState=$REPLY"
      if [ -e "$active/$unit" ]; then echo ActiveState=active; else echo ActiveState=inactive; fi
      enablement "$unit"
      echo "UnitFileState=$REPLY"
      echo TriggeredBy=
      ;;
    start)
      loaded "$unit"
      [ "$REPLY" = masked ] && { echo "Unit $unit is masked." >&2; finish 1; }
      [ "$REPLY" = not-found ] && { echo "Unit $unit not found." >&2; finish 5; }
      touch "$active/$unit"
      case $unit in *.service) hold $pid native_camera "/system.slice/$unit" serves ;; esac
      ;;
    stop)
      rm -f "$active/$unit"
      case $unit in *.service) release $pid ;; esac
      ;;
    *) echo "shim: systemctl $*" >&2; finish 64 ;;
  esac
  finish 0
}

### docker

containers=$state/containers # ID: service, running or exited, checksum of the service's block, kind
block() { # file service
  awk -v service="$2" '/^[^ #]/ { inside = 0 } /^  [^ ]/ { inside = ($1 == service ":") } inside' "$1"
}
services() { awk '/^[^ #]/ { inside = ($1 == "services:") } inside && /^  [a-z]/ { sub(":", "", $1); print $1 }' "$1"; }
start_container() { # id
  local service sum kind
  read -r service _ sum kind <"$containers/$1"
  echo "$service running $sum $kind" >"$containers/$1"
  [ "$kind" = lookout ] && hold 200 lookout "/system.slice/docker-$1.scope"
}
stop_container() { # id
  local service sum kind
  read -r service _ sum kind <"$containers/$1"
  echo "$service exited $sum $kind" >"$containers/$1"
  [ "$kind" = lookout ] && release 200
}
of_service() { # service: its container's id
  local path
  for path in "$containers"/*; do
    [ -e "$path" ] || continue
    read -r service _ <"$path"
    [ "$service" = "$1" ] && echo "${path##*/}"
  done
}
up_service() { # file service
  local sum kind=plain id next
  sum=$(block "$1" "$2" | cksum | cut -d' ' -f1)
  block "$1" "$2" | grep -q 'lookout:dev' && kind=lookout
  id=$(of_service "$2")
  if [ -n "$id" ] && [ "$(cut -d' ' -f3 "$containers/$id")" != "$sum" ]; then
    stop_container "$id"
    rm "$containers/$id"
    id=
  fi
  if [ -z "$id" ]; then
    read -r next <"$state/next"
    echo $((next + 1)) >"$state/next"
    id=$(printf '%064x' "$next")
    echo "$2 exited $sum $kind" >"$containers/$id"
    [ $kind = lookout ] && touch "$state/networks/camera_default" "$state/volumes/camera_lookout-data"
  fi
  [ "$(cut -d' ' -f2 "$containers/$id")" = running ] || start_container "$id"
}
compose() {
  local file='' given=() id verb=''
  while [ $# -gt 0 ]; do
    case $1 in
      --file) file=$2; shift ;;
      --project-directory | --project-name) shift ;;
      -d | --no-deps | --quiet | --short) ;;
      --no-start) ;;
      *) if [ -z "$verb" ]; then verb=$1; else given+=("$1"); fi ;;
    esac
    shift
  done
  case $verb in
    version) if [ "$name" = docker ]; then echo 2.20.3; else echo 1.29.2; fi ;;
    config) grep -q '^services:' || { echo "no services" >&2; finish 1; } ;;
    up)
      [ ${#given[@]} -gt 0 ] || mapfile -t given < <(services "$file")
      for id in "${given[@]}"; do up_service "$file" "$id"; done
      ;;
    down)
      for id in "$containers"/*; do [ -e "$id" ] && { stop_container "${id##*/}"; rm "$id"; }; done
      rm -f "$state"/networks/*
      ;;
    *) echo "shim: compose $verb" >&2; finish 64 ;;
  esac
  finish 0
}
list_containers() {
  local path
  echo "CONTAINER ID|SERVICE|STATE|STATUS"
  for path in "$containers"/*; do
    [ -e "$path" ] || continue
    read -r service run _ <"$path"
    if [ "$run" = running ]; then echo "${path##*/}|$service|running|Up 2 seconds (healthy)"; else echo "${path##*/}|$service|exited|Exited (143) 2 seconds ago"; fi
  done
}
docker() {
  local all="$*" last=${!#}
  case $1 in
    compose) shift; compose "$@" ;;
    version) echo 24.0.5 ;;
    image) [ "$last" = lookout:dev ] || { echo "No such image" >&2; finish 1; }; echo sha256:5a7e ;;
    ps)
      case $all in
        *working_dir*)
          echo "PROJECT|DIRECTORY|FILES|VERSION"
          files=$root/srv/camera/docker-compose.yml version=2.20.3
          # docker-compose 1.29 tells the name as it was given.
          [ ! -e "$root/first-generation" ] || files=docker-compose.yml version=1.29.2
          [ -n "$(ls "$containers")" ] && echo "camera|$root/srv/camera|$files|$version"
          ;;
        *publish=*) echo "CONTAINER ID|NAMES" ;;
        *) list_containers ;;
      esac
      ;;
    network | volume)
      if [ "$2" = rm ]; then rm "$state/$1s/$3"; else echo "NAME|DRIVER"; for path in "$state/$1s"/*; do [ -e "$path" ] && echo "${path##*/}|local"; done; fi
      ;;
    stop) stop_container "$last" ;;
    start) start_container "$last" ;;
    restart) stop_container "$last"; start_container "$last" ;;
    rm) [ -e "$containers/$last" ] && { stop_container "$last"; rm "$containers/$last"; } ;;
    run)
      if [ -e "$root/proc/200" ]; then echo '{"decoded":150,"width":1280,"height":720,"fps":29.9,"changing":true,"kind":"camera","error":null}'
      else echo '{"decoded":0,"width":0,"height":0,"fps":0,"changing":false,"kind":null,"error":"connection refused"}'; finish 1; fi
      ;;
    *) echo "shim: docker $*" >&2; finish 64 ;;
  esac
  finish 0
}

case $name in
  systemctl) systemctl "$@" ;;
  docker) docker "$@" ;;
  docker-compose) compose "$@" ;;
esac
