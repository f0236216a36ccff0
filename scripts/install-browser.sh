#!/usr/bin/env bash
# The browser from Debian's packages, for test/pages/. Noto and Droid show the languages of the example in its pictures.
set -euo pipefail
apt-get install -y --no-install-recommends chromium fonts-noto-core fonts-droid-fallback
