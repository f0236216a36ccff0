#!/usr/bin/env bash
# GNU time from Debian's packages, with which npm run bench measures.
set -euo pipefail
apt-get install -y --no-install-recommends time
