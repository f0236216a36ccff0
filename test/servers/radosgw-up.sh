#!/bin/bash
# One-node Ceph RADOS Gateway for tests: 1 monitor, 1 OSD in memory, radosgw; loopback only. usage: radosgw-up.sh DIR PORT
# Ceph takes PORT and PORT+1; process ids go to DIR/pids, the gateway last.
set -euo pipefail
mkdir -p "${1:?dir}"; D=$(cd "$1" && pwd); PORT=${2:?port}; MON=$((PORT+1)); [ -e "$D/mon" ] && { echo "$D is not empty" >&2; exit 1; }; mkdir -p "$D"/{mon,osd0,rgw,log,run}
F=$(cat /proc/sys/kernel/random/uuid)
cat > "$D/ceph.conf" <<X
[global]
fsid = $F
mon host = v1:127.0.0.1:$MON
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon warn on pool no redundancy = false
mon allow pool size one = true
mon data avail crit = 1
mon max pg per osd = 1000
run dir = $D/run
log file = $D/log/\$name.log
ms bind msgr2 = false
[mon.a]
mon data = $D/mon
mon addr = 127.0.0.1:$MON
[osd]
osd class update on start = false
osd crush update on start = false
osd data = $D/osd0
osd objectstore = memstore
memstore device bytes = 536870912
public addr = 127.0.0.1
cluster addr = 127.0.0.1
[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:$PORT
rgw data = $D/rgw
X
C="$D/ceph.conf"; export CEPH_CONF=$C
# A monitor that has just begun may refuse, or not answer, on a busy machine.
again() { for i in 1 2 3 4 5; do timeout 20 "$@" >/dev/null && return; sleep 1; done; return 1; }
monmaptool --create --clobber --fsid $F --addv a "[v1:127.0.0.1:$MON]" "$D/monmap" >/dev/null
ceph-mon -c $C -i a --mkfs --monmap "$D/monmap"
: > "$D/pids"
ceph-mon -c $C -i a -f > "$D/log/mon.out" 2>&1 & echo $! >> "$D/pids"
for i in $(seq 40); do timeout 3 ceph -c $C -s >/dev/null 2>&1 && break; sleep .25; done
U=$(cat /proc/sys/kernel/random/uuid)
again ceph -c $C osd new $U
ceph-osd -c $C -i 0 --mkfs --osd-uuid $U > "$D/log/mkfs.out" 2>&1
ceph -c $C osd crush add osd.0 1.0 root=default host=lab >/dev/null 2>&1 || true
ceph-osd -c $C -i 0 -f > "$D/log/osd.out" 2>&1 & echo $! >> "$D/pids"
for i in $(seq 60); do ceph -c $C osd stat 2>/dev/null | grep -q '1 up' && break; sleep .25; done
radosgw -c $C -n client.rgw.a -f > "$D/log/rgw.out" 2>&1 & echo $! >> "$D/pids"
for i in $(seq 120); do curl -fs "http://127.0.0.1:$PORT/" >/dev/null && break; sleep .5; done
A="radosgw-admin -c $C user"
again sh -c "$A create --uid=tester --display-name=tester --access-key=labkey --secret-key=labsecret || $A info --uid=tester"
echo "radosgw on :$PORT (key labkey secret labsecret) pids: $(tr '\n' ' ' < "$D/pids")"
