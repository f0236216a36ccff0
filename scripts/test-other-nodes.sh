#!/usr/bin/env bash
# On Nodes that npm has as packages: the stages, whole builds and the commands on the newest with long-term support, and the
# package on the oldest that we support, where what this Node compiled may not run.
set -euo pipefail
folder="$(mktemp -d)"
# Tests that need somebody without permissions run it as somebody else.
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
export CI=1

on() {
  npm install --prefix "$folder/$1" --no-audit --no-fund --silent "node@$1"
  PATH="$folder/$1/node_modules/.bin:$PATH" bash -c 'node --version && node node_modules/vitest/vitest.mjs run "$@"' on "${@:2}"
}

on 26 test/{parse,collect,compose,render,verify,ledger,model,diagnostics,io,commands} \
  test/build/{golden,incremental,workers}.test.ts
on 20.19.0 test/package.test.ts
