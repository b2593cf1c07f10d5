# Sourced by test: brings a real S3 gateway, which is Ceph's, with one monitor and one store in memory. Debian's packages, where this is root.
# start_s3 begins, await_s3 ends the beginning and exports VITRINE_TEST_S3_ENDPOINT and the keys, stop_s3 ends it all and may always be called.
s3_folder=
s3_processes=()

require_ceph() {
    local program missing=
    for program in radosgw radosgw-admin ceph ceph-mon ceph-osd ceph-authtool monmaptool curl; do
        command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests of S3 need Ceph's gateway, and these are not on the path:$missing" >&2
        return 1
    fi
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends \
        radosgw ceph-mon ceph-osd ceph-mgr ceph-common curl; } >/dev/null 2>&1 </dev/null
    for program in $missing; do
        command -v "$program" >/dev/null 2>&1 || { echo "'$program' could not be installed from Debian's packages of Ceph." >&2; return 1; }
    done
}

# A port of the loopback interface on which nobody listens; one that is taken meanwhile ends the start, and with it the tests.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

s3_failed() {
    echo "The S3 gateway did not come up: $1" >&2
    tail -n 20 "$s3_folder"/*.out >&2 2>/dev/null || true
    return 1
}

# start_s3: the gateway is on its way when this comes back.
start_s3() {
    require_ceph || return 1
    local folder conf monitor id uuid
    folder=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-s3.XXXXXX")
    s3_folder=$folder
    conf=$folder/ceph.conf
    monitor=$(free_port)
    s3_port=$(free_port)
    mkdir "$folder/mon" "$folder/osd" "$folder/rgw"
    cat >"$conf" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon host = v2:127.0.0.1:$monitor
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = $folder/\$name.keyring
run dir = $folder
admin socket =
log file = $folder/\$name.log
mon cluster log file = $folder/cluster.log
mon data = $folder/mon
mon allow pool size one = true
osd data = $folder/osd
osd objectstore = memstore
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 2
osd pool default pgp num = 2
osd pool default pg autoscale mode = off
rgw data = $folder/rgw
rgw frontends = beast endpoint=127.0.0.1:$s3_port
CONF
    {
        ceph-authtool -C "$folder/mon.keyring" -n mon. --gen-key --cap mon 'allow *' &&
        ceph-authtool -C "$folder/client.admin.keyring" -n client.admin --gen-key --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' &&
        ceph-authtool "$folder/mon.keyring" --import-keyring "$folder/client.admin.keyring" &&
        monmaptool --create --addv a "[v2:127.0.0.1:$monitor]" --fsid "$(sed -n 's/^fsid = //p' "$conf")" "$folder/monmap" &&
        ceph-mon -c "$conf" -i a --mkfs --monmap "$folder/monmap" --keyring "$folder/mon.keyring" &&
        cp "$folder/mon.keyring" "$folder/mon/keyring"
    } >"$folder/make.out" 2>&1 </dev/null || { s3_failed "its monitor cannot be made."; return 1; }
    ceph-mon -c "$conf" -i a -f --keyring "$folder/mon/keyring" >"$folder/mon.out" 2>&1 </dev/null &
    s3_processes+=($!)
    uuid=$(cat /proc/sys/kernel/random/uuid)
    {
        id=$(timeout 60 ceph -c "$conf" osd new "$uuid") &&
        ceph-authtool -C "$folder/osd.$id.keyring" -n "osd.$id" --gen-key &&
        timeout 60 ceph -c "$conf" auth add "osd.$id" mon 'allow profile osd' osd 'allow *' mgr 'allow profile osd' -i "$folder/osd.$id.keyring" &&
        ceph-osd -c "$conf" -i "$id" --mkfs --osd-uuid "$uuid"
    } >"$folder/store.out" 2>&1 </dev/null || { s3_failed "its store cannot be made."; return 1; }
    ceph-osd -c "$conf" -i "$id" -f >"$folder/osd.out" 2>&1 </dev/null &
    s3_processes+=($!)
    radosgw -c "$conf" -n client.admin -f >"$folder/gateway.out" 2>&1 </dev/null &
    s3_processes+=($!)
}

# await_s3: a user, a bucket called vitrine, and the environment for the tests.
await_s3() {
    local tries process
    export VITRINE_TEST_S3_ENDPOINT="http://127.0.0.1:$s3_port" AWS_ACCESS_KEY_ID=vitrine-test AWS_SECRET_ACCESS_KEY=secret-of-the-tests
    for ((tries = 0; tries < 600; tries++)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$s3_port") 2>/dev/null; then break; fi
        for process in "${s3_processes[@]}"; do
            kill -0 "$process" 2>/dev/null || { s3_failed "a part of it ended."; return 1; }
        done
        sleep 0.1
    done
    timeout 60 radosgw-admin -c "$s3_folder/ceph.conf" user create --uid=test --display-name=test \
        --access-key="$AWS_ACCESS_KEY_ID" --secret-key="$AWS_SECRET_ACCESS_KEY" >"$s3_folder/user.out" 2>&1 </dev/null || { s3_failed "it makes no user."; return 1; }
    timeout 60 curl -fsS -X PUT -H 'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' --aws-sigv4 aws:amz:us-east-1:s3 --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" "$VITRINE_TEST_S3_ENDPOINT/vitrine" \
        >"$s3_folder/bucket.out" 2>&1 </dev/null || { s3_failed "it makes no bucket."; return 1; }
}

stop_s3() {
    [ ${#s3_processes[@]} -eq 0 ] || { kill -KILL "${s3_processes[@]}"; wait "${s3_processes[@]}"; } 2>/dev/null || true
    s3_processes=()
    [ -z "$s3_folder" ] || rm -rf "$s3_folder"
    s3_folder=
}
