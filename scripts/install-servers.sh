#!/usr/bin/env bash
# Installs the servers that the publisher's tests run against, from Debian's packages. Nothing is started here.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
# Packages start their services on installation where they can; this machine wants none of them running.
[ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d && trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
apt-get update -qq
apt-get install -y -qq --no-install-recommends \
  radosgw ceph-mon ceph-osd \
  swift-proxy swift-account swift-container swift-object memcached \
  nginx libnginx-mod-http-brotli-static varnish apache2-bin caddy rclone curl > /dev/null
