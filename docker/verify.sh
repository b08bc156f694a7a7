#!/usr/bin/env bash
# Builds the image and starts every door of it on a machine without a container engine and without an image registry.
#
# The base images are made here: Debian by debootstrap, Python and Node copied from this machine. Then the image is built with
# buildah and each command runs in it as the image's own user: migrate, seed, web, relay, worker; the doors are asked.
# Needs root, Debian's packages buildah and debootstrap, Python 3.12 (PYTHON312 names it), Node, and a few GB below TMPDIR.
# Without MOTCUA_DATABASE_URL and MOTCUA_REDIS_URL it uses SQLite in the data folder and starts a redis-server of its own.
# Usage: docker/verify.sh [FOLDER]; a FOLDER keeps the base images for the next run.
set -euo pipefail
set -m # every background job is a process group, so that it can be ended whole
cd "$(dirname "$0")/.."

folder=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'stop; rm -rf "$folder"' EXIT
[ $# -eq 0 ] || trap 'stop' EXIT
mkdir -p "$folder/data"
storage=(--root "$folder/storage" --runroot "$folder/run" --storage-driver vfs)
python_image=docker.io/library/python:3.12-slim-bookworm
node_image=docker.io/library/node:22-bookworm-slim
port=${MOTCUA_PORT:-18080}
started=()

say() { printf '\n== %s\n' "$*"; }
b() { buildah "${storage[@]}" "$@"; }
stop() { for pid in "${started[@]:-}"; do [ -z "$pid" ] || kill -- "-$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }

# What this machine needs to reach its package indexes goes into the build, never into the image. Further folders (of local
# wheels, say) are named in MOTCUA_BUILD_MOUNTS.
certificates=/etc/ssl/certs/ca-certificates.crt
printf '[global]\ncert = %s\n' "$certificates" >"$folder/pip.conf"
printf 'cafile=%s\nregistry=%s\n' "$certificates" "$(npm config get registry 2>/dev/null)" >"$folder/npmrc"
outside=(-v "$certificates:$certificates:ro" -v "$folder/pip.conf:/etc/pip.conf:ro" -v "$folder/npmrc:/usr/local/etc/npmrc:ro")
for mount in ${MOTCUA_BUILD_MOUNTS:-}; do outside+=(-v "$mount:$mount:ro"); done

bases() { # the two base images, unless a former run left them
  b inspect --type image "$python_image" >/dev/null 2>&1 && b inspect --type image "$node_image" >/dev/null 2>&1 && return
  say "base images"
  debootstrap --variant=minbase --include=ca-certificates,libssl3,libffi8,libsqlite3-0,liblzma5,libbz2-1.0,libreadline8,libncursesw6,zlib1g,libstdc++6 \
    bookworm "$folder/rootfs" >"$folder/debootstrap.log"
  local home container root
  home=$("${PYTHON312:-python3.12}" -c 'import sys; print(sys.base_prefix)')
  container=$(b from scratch) root=$(b mount "$container")
  cp -a "$folder/rootfs/." "$root"
  cp -a "$home/bin" "$home/lib" "$home/include" "$root/usr/local/"
  ln -sf python3.12 "$root/usr/local/bin/python"
  chroot "$root" ldconfig # a Python built with a shared library finds it below /usr/local then
  b config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  b commit -q --rm "$container" "$python_image"
  container=$(b from scratch) root=$(b mount "$container")
  cp -a "$folder/rootfs/." "$root"
  cp -L "$(command -v node)" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -a "$(npm root -g)/npm" "$root/usr/local/lib/node_modules/"
  printf '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n' >"$root/usr/local/bin/npm"
  chmod 755 "$root/usr/local/bin/npm"
  b config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  b commit -q --rm "$container" "$node_image"
  rm -rf "$folder/rootfs"
}

build() {
  say "build"
  b bud --format docker --isolation chroot --network host --pull-never "${outside[@]}" -t localhost/motcua:latest -f docker/Dockerfile .
}

# The containers share one data folder as they would share a volume; it is not at /data, since buildah gives every
# container a fresh volume there.
run() { # run COMMAND…: one command of the image, as its user, on this machine's network
  local container
  container=$(b from --pull-never localhost/motcua:latest)
  b run --isolation chroot --user 10001 -v "$folder/data:/srv/office" --env MOTCUA_HOME=/srv/office \
    --env MOTCUA_HOST=127.0.0.1 --env MOTCUA_PORT="$port" --env MOTCUA_SECRET_KEY="$secret" \
    --env MOTCUA_DATABASE_URL="${MOTCUA_DATABASE_URL:-}" --env MOTCUA_REDIS_URL="$queue" "$container" -- motcua "$@"
}

background() { run "$@" >"$folder/$1.log" 2>&1 & started+=($!); }

expect() { # expect STATUS PATH
  local status
  status=$(curl --silent --output "$folder/answer" --write-out '%{http_code}' "http://127.0.0.1:$port$2") || true
  printf '%-26s %s\n' "$2" "$status"
  [ "$status" = "$1" ] || { cat "$folder/answer"; tail -n 20 "$folder"/*.log; exit 1; }
}

bases
build
secret=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
queue=${MOTCUA_REDIS_URL:-}
if [ -z "$queue" ]; then
  redis-server --port 16390 --bind 127.0.0.1 --save '' --dir "$folder" >"$folder/redis.log" 2>&1 & started+=($!)
  queue=redis://127.0.0.1:16390/0
fi
chown 10001:10001 "$folder/data"
chmod o+x "$folder"

say "user"
container=$(b from --pull-never localhost/motcua:latest)
b run --isolation chroot "$container" -- python -c 'import os; assert os.getuid() == 10001, os.getuid(); print("uid", os.getuid())'
say "migrate, seed"
run migrate
run seed
say "web, worker, relay"
background serve --production
background worker
background relay
for _ in $(seq 300); do curl --silent --fail --output /dev/null "http://127.0.0.1:$port/readyz" && break || sleep 1; done
expect 200 /healthz
expect 200 /readyz
expect 404 /metrics # no token is set, so it is not there
expect 200 /login
expect 200 /portal/
expect 200 /api/v1/openapi.json
expect 401 /api/v1/tasks
say "health check of the image"
run doctor --only web
run doctor --only database --only migrations --only queue
if command -v docker-compose >/dev/null; then
  say "compose file"
  MOTCUA_DB_PASSWORD=x MOTCUA_REDIS_PASSWORD=x MOTCUA_SECRET_KEY=$secret MOTCUA_BASE_URL=http://localhost \
    docker-compose -f docker/compose.yaml config -q && echo "compose.yaml is valid"
fi
say "all doors of the image answer"
