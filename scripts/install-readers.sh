#!/usr/bin/env bash
# Real feed readers from Debian's packages, for test/readers.test.ts.
set -euo pipefail
apt-get install -y --no-install-recommends sfeed newsboat python3-feedparser
