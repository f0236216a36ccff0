#!/usr/bin/env bash
# The stages, whole builds and the commands on the newest Node with long-term support, which npm has as a package.
set -euo pipefail
folder="$(mktemp -d)"
# Tests that need somebody without permissions run it as somebody else.
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent node@26
export PATH="$folder/node_modules/.bin:$PATH" CI=1
node --version
node node_modules/vitest/vitest.mjs run test/{parse,collect,compose,render,verify,ledger,model,diagnostics,io,commands} \
  test/build/{golden,incremental,workers}.test.ts
