#!/bin/bash
# One-node OpenStack Swift with the S3 API for tests; loopback only, no root-owned paths. usage: swift-up.sh DIR PORT
# Swift takes PORT to PORT+4; process ids go to DIR/pids, the proxy last.
set -euo pipefail
mkdir -p "${1:?dir}"; D=$(cd "$1" && pwd); PORT=${2:?port}; A=$((PORT+2)); C=$((PORT+1)); O=$((PORT+3)); M=$((PORT+4))
U=$(id -un)
mkdir -p "$D"/{etc,srv/sda1,log,cache}
cat > "$D/etc/swift.conf" <<X
[swift-hash]
swift_hash_path_prefix = lab
swift_hash_path_suffix = lab
[storage-policy:0]
name = default
default = yes
X
for t in account container object; do
  case $t in account) p=$A;; container) p=$C;; object) p=$O;; esac
  cat > "$D/etc/$t-server.conf" <<X
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $p
user = $U
swift_dir = $D/etc
devices = $D/srv
mount_check = false
workers = 0
disable_fallocate = true
log_address =
[pipeline:main]
pipeline = $t-server
[app:$t-server]
use = egg:swift#$t
recon_cache_path = $D/cache
X
done
# As swift-ring-builder would make them, which starts nine times for it.
python=$(sed -n '1s/^#! *//p' "$(command -v swift-ring-builder)")
( cd "$D/etc" && $python - account:$A container:$C object:$O ) > "$D/log/rings.log" 2>&1 <<'X'
import sys
from swift.common.ring import RingBuilder
for kind, port in (given.split(':') for given in sys.argv[1:]):
    builder = RingBuilder(4, 1, 0)
    place = {'ip': '127.0.0.1', 'port': int(port), 'replication_ip': '127.0.0.1', 'replication_port': int(port)}
    builder.add_dev({'region': 1, 'zone': 1, 'device': 'sda1', 'weight': 1.0, 'meta': '', **place})
    builder.rebalance()
    builder.get_ring().save(f'{kind}.ring.gz')
X
cat > "$D/etc/proxy-server.conf" <<X
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $PORT
user = $U
swift_dir = $D/etc
workers = 0
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk s3api tempauth staticweb copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$M
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:staticweb]
use = egg:swift#staticweb
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:symlink]
use = egg:swift#symlink
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
X
: > "$D/pids"
memcached -l 127.0.0.1 -p $M -m 16 -U 0 $( [ "$U" = root ] && echo -u nobody ) > "$D/log/memcached.log" 2>&1 &
echo $! >> "$D/pids"
for s in account container object proxy; do
  swift-$s-server "$D/etc/$s-server.conf" -v > "$D/log/$s.log" 2>&1 &
  echo $! >> "$D/pids"
done
for i in $(seq 60); do curl -fs "http://127.0.0.1:$PORT/healthcheck" >/dev/null && break; sleep .25; done
curl -fs "http://127.0.0.1:$PORT/healthcheck"; echo " swift on :$PORT (key test:tester secret testing), pids: $(tr '\n' ' ' < "$D/pids")"
