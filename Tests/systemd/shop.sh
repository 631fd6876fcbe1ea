# A shop on the machine: its database, simulated channels with one slow account, and the configuration. To be sourced.

readonly day=$(TZ=Asia/Shanghai date -d '3 days ago' +%F) next_day=$(TZ=Asia/Shanghai date -d '2 days ago' +%F)
readonly quick_account=1900999001 slow_account=1900999002 alipay_account=2088000000000001
readonly configuration=/etc/reconciled/reconciled.yaml
# The world is the same wherever it is made. Its first two days are due at any hour of this day.
readonly world="--seed 7 --from $day --days 3 --payments 300"

# sql DATABASE STATEMENT, as the database's superuser.
sql() { inside runuser -u postgres -- psql -d "$1" -AtXq -v ON_ERROR_STOP=1 -c "$2"; }
results() { sql reconciled "$1"; }
as_service() { inside runuser -u reconciled -- "$@"; }
write_inside() { inside sh -c 'umask 022; mkdir -p "${1%/*}" && cat >"$1"' sh "$1"; }

# The slow account's first day takes 15 s to download, always: time to do something in the middle of a run.
start_channels() {
    write_inside /etc/channel-simulator.json <<END
{"faults": [{"account": "wechatpay:$slow_account", "day": "$day", "step": "download", "kind": "slow_body",
             "bytes": 1000, "always": true}]}
END
    write_inside /etc/systemd/system/channel-simulator.service.d/world.conf <<END
[Service]
Environment="WORLD=$world --faults /etc/channel-simulator.json"
END
    inside systemctl daemon-reload
    inside systemctl start channel-simulator
}

# The keys come as a merchant would put them there: root's, and nobody else's.
take_keys() {
    inside sh -c 'cp -r /var/lib/channel-simulator/keys/. /etc/reconciled/keys && chown -R root:root /etc/reconciled/keys &&
        find /etc/reconciled/keys -type f -exec chmod 0400 {} +'
}

# The roles of the README: the service owns its database, and may read two relations of the shop's.
make_databases() {
    inside runuser -u postgres -- createuser reconciled
    inside runuser -u postgres -- createdb -O reconciled reconciled
    inside runuser -u postgres -- createdb shop
    # shellcheck disable=SC2086
    inside channel-simulator generate $world -o /tmp/world
    inside chmod -R go+rX /tmp/world
    inside runuser -u postgres -- sh -c 'cd /tmp/world/orders && psql -d shop -q -f load.sql'
    sql shop 'GRANT USAGE ON SCHEMA taobao TO reconciled;
              GRANT SELECT ON taobao.payment_record, taobao.refund_record TO reconciled'
}

# configure ACCOUNT...: WeChat Pay accounts beside the one of Alipay.
configure() {
    local account app keys
    app=$(inside sed -n 's/.*"appID" : "\(.*\)",/\1/p' /etc/reconciled/keys/channels.json | head -n 1)
    {
        cat <<END
results:
  conninfo: host=/run/postgresql dbname=reconciled
orders:
  conninfo: host=/run/postgresql dbname=shop
on_alarm: [/usr/local/bin/page, finance]
accounts:
  - channel: alipay
    account: "$alipay_account"
    start_date: $day
    app_id: "$app"
    private_key: { credential: keys_alipay_${alipay_account}_app_private_key.pem }
    alipay_public_key: { credential: keys_alipay_${alipay_account}_alipay_public_key.pem }
    gateway: http://127.0.0.1:9703/gateway.do
    download_hosts: [http://127.0.0.1:9704]
END
        for account in "$@"; do
            keys=keys_wechatpay_$account
            cat <<END
  - channel: wechatpay
    account: "$account"
    start_date: $day
    private_key: { credential: ${keys}_apiclient_key.pem }
    certificate: { credential: ${keys}_apiclient_cert.pem }
    api_key_v3: { credential: ${keys}_apiv3.key }
    hosts: [http://127.0.0.1:9701, http://127.0.0.1:9702]
END
        done
    } | write_inside "$configuration"
}

# What on_alarm runs: a line for each call, where the service may write.
make_pager() {
    write_inside /usr/local/bin/page <<'END'
#!/bin/sh
echo "$1 $RECONCILED_ALARM_CODE $RECONCILED_ALARM_ACCOUNT $RECONCILED_ALARM_BILL_DATE $RECONCILED_ALARM_STATE" >>/var/lib/reconciled/pages
END
    inside chmod 0755 /usr/local/bin/page
}
