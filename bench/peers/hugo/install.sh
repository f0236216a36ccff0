#!/usr/bin/env bash
# Hugo from Debian's packages, for npm run bench. No test needs it, so CI does not install it.
set -euo pipefail
apt-get install -y --no-install-recommends hugo
