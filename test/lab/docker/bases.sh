#!/usr/bin/env bash
# bases.sh: makes the images that the Dockerfile starts from, where no registry answers, under the very names that it asks for:
#   debian:bookworm-slim               Debian's own packages, by debootstrap
#   mcr.microsoft.com/dotnet/sdk:10.0  the same and this machine's .NET SDK
# An image that is there already is left alone. The engine is the one DOCKER_HOST names (engine.sh env).
set -euo pipefail

have() { docker image inspect "$1" >/dev/null 2>&1; }
fail() { echo "bases.sh: $*" >&2; exit 1; }

debian=debian:bookworm-slim
sdk=mcr.microsoft.com/dotnet/sdk:10.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! have "$debian"; then
  echo "bases.sh: making $debian by debootstrap"
  # gnutls and ca-certificates' absence as in the real one; documents and locales are left out there too.
  debootstrap --variant=minbase --include=tzdata bookworm "$work/root" http://deb.debian.org/debian >"$work/log" 2>&1 ||
    { tail -5 "$work/log" >&2; fail "debootstrap failed"; }
  rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/* "$work"/root/var/log/* \
    "$work"/root/usr/share/{locale,man,info}/* "$work"/root/usr/share/doc/*/changelog* "$work"/root/var/cache/apt/*.bin
  find "$work/root/usr/share/doc" -type f ! -name copyright -delete
  printf 'deb http://deb.debian.org/debian bookworm main\ndeb http://deb.debian.org/debian bookworm-updates main\ndeb http://deb.debian.org/debian-security bookworm-security main\n' \
    >"$work/root/etc/apt/sources.list"
  # Archives may stand behind a proxy with its own certificate; only the build stage ever uses these.
  certificates=/etc/ssl/certs/ca-certificates.crt
  changes=(--change 'CMD ["bash"]')
  if ls /usr/local/share/ca-certificates/*.crt >/dev/null 2>&1; then
    mkdir -p "$work/root/etc/ssl/certs" "$work/root/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$work/root/usr/local/share/ca-certificates/"
    cp "$certificates" "$work/root$certificates"
    for variable in SSL_CERT_FILE NODE_EXTRA_CA_CERTS CURL_CA_BUNDLE; do changes+=(--change "ENV $variable=$certificates"); done
    changes+=(--change "ENV NUGET_CERT_REVOCATION_MODE=offline")
  fi
  tar -C "$work/root" -c . | docker import "${changes[@]}" - "$debian" >/dev/null
fi

if ! have "$sdk"; then
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  echo "bases.sh: making $sdk from $dotnet"
  mkdir -p "$work/sdk"
  # An empty file system but for the SDK is all that the Dockerfile copies.
  mkdir -p "$work/sdk/usr/share"
  cp -a "$dotnet" "$work/sdk/usr/share/dotnet"
  tar -C "$work/sdk" -c . | docker import - "$sdk" >/dev/null
fi
