# The steps of `run`, each a function that fails if something is not as it must be. To be sourced.

# --- asking ---------------------------------------------------------------------------------------------------------

fail() { echo "$*" >&2; exit 1; }
same() { [ "$1" = "$2" ] || fail "$3: expected '$2', found '$1'"; }
contains() { grep -qF -- "$2" <<<"$1" || fail "$3: expected to find '$2' in: $1"; }
property() { inside systemctl show "${2:-reconciled}" -p "$1" --value; }

# within SECONDS WHAT COMMAND...: tried until it succeeds.
within() {
    local seconds=$1 what=$2 deadline
    shift 2
    deadline=$((SECONDS + seconds))
    until "$@"; do
        [ $SECONDS -lt $deadline ] || fail "not within $seconds s: $what"
        sleep 0.1
    done
}

is() { [ "$("${@:2}" 2>/dev/null)" = "$1" ]; }
is_active() { is active property ActiveState; }

# The journal's entries of one kind, as JSON, one a line. A kind is called by its subject in the message catalogue, which
# has its number.
message_id() {
    awk -v subject="Subject: $1" '/^-- / { id = $2 } index($0, subject) == 1 { print id; exit }' systemd/reconciled.catalog
}
events() {
    local id
    id=$(message_id "$1")
    [ -n "$id" ] || fail "no event $1"
    inside journalctl --sync
    inside journalctl -q -u reconciled -o json "MESSAGE_ID=$id"
}
count() { events "$1" | grep -c . || true; }
has_more() { [ "$(count "$1")" -gt "$2" ]; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

shows() { property StatusText | grep -q "$1"; }
is_another_process() { is_active && [ "$(property MainPID)" != "$1" ]; }

# start_service [VERB...]: the starts of this test are no crash loop.
start_service() {
    [ $# -gt 0 ] || set -- start
    inside systemctl reset-failed reconciled 2>/dev/null || true
    inside systemctl "$@" reconciled
}

nothing_runs() { is 0 results "SELECT count(*) FROM recon.runs WHERE state IN ('queued', 'fetching', 'matching')"; }
run_state() { results "SELECT state FROM recon.runs WHERE account = '$slow_account' AND bill_date = '$day' ORDER BY run_id DESC LIMIT 1"; }
slow_run_works() { is fetching run_state; }
account_days() { results "SELECT count(*) FROM recon.daily_summary WHERE account = '$1' AND verdict <> 'incomplete'"; }

# --- installing and starting ----------------------------------------------------------------------------------------

# The same package with a higher version: what an upgrade is to dpkg.
make_upgrade() {
    local package
    package=$(echo "$1"/reconciled_*.deb)
    dpkg-deb -R "$package" "$scratch/upgrade"
    sed -i 's/^Version: .*/&+1/' "$scratch/upgrade/DEBIAN/control"
    mkdir "$1/upgrade"
    dpkg-deb --root-owner-group -Zgzip -z1 -b "$scratch/upgrade" "$1/upgrade/reconciled.deb" >/dev/null
}

installs() {
    local said
    ! inside sh -c 'command -v swift' || fail "there is Swift on the machine"
    said=$(inside sh -c 'dpkg -i /mnt/*.deb 2>&1') || fail "$said"
    contains "$said" "it only lacks its configuration" "what the installation says"
    same "$(property UnitFileState)" enabled "the service"
    same "$(property ActiveState)" inactive "the service"
    same "$(inside stat -c '%a %U %G' "$configuration")" "640 root reconciled" "the configuration"
    same "$(inside stat -c '%a %U %G' /etc/reconciled/keys)" "750 root reconciled" "the keys' directory"
    same "$(inside stat -c '%a %U' /var/lib/reconciled)" "750 reconciled" "the state directory"
    inside zcat /usr/share/man/man1/reconciled.1.gz | grep -q 'reconciled reconcile' || fail "no manual page"
    # Restarts are quick here; the start limit and all else stay as they are.
    write_inside /etc/systemd/system/reconciled.service.d/test.conf <<<$'[Service]\nRestartSec=200ms'
    inside systemctl daemon-reload
}

# ends_with STATUS TEXT: a start fails, the journal says why, and systemd leaves it at that.
ends_with() {
    ! start_service || fail "it started"
    within 5 "failed" is failed property ActiveState
    same "$(property ExecMainStatus)" "$1" "exit status"
    same "$(property NRestarts)" 0 "restarts"
    contains "$(events "The service has stopped" | tail -n 1)" "$2" "the journal"
}

lacks_configuration() { ends_with 78 key.file_missing; }

verifies_units() {
    local unit said
    for unit in reconciled.service reconciled@.service reconciled-run@.service reconciled-check.service \
        reconciled-check@.service reconciled-metrics.service reconciled-metrics@.service; do
        said=$(inside systemd-analyze verify --man=no "$unit" 2>&1) || fail "$said"
        same "$said" "" "systemd-analyze verify $unit"
        inside systemd-analyze security --offline=true --threshold=12 "/lib/systemd/system/$unit" | tail -n 1
    done
    said=$(inside systemd-analyze verify --man=no channel-simulator.service 2>&1) || fail "$said"
    # The examples of drop-ins open the sandbox as far as they say.
    inside sh -c 'cp /usr/share/doc/reconciled/examples/[12]*.conf /etc/systemd/system/reconciled.service.d &&
        systemctl daemon-reload'
    same "$(inside systemd-analyze verify --man=no reconciled.service 2>&1)" "" "with the drop-ins"
    for unit in reconciled reconciled-check; do same "$(property IPAddressDeny $unit)" "" "denied addresses of $unit"; done
    inside sh -c 'rm /etc/systemd/system/reconciled.service.d/[12]*.conf && systemctl daemon-reload'
    for unit in reconciled reconciled-check reconciled@shop reconciled-metrics; do
        contains "$(property IPAddressDeny $unit)" 0.0.0.0/0 "denied addresses of $unit"
    done
}

prepares() {
    start_channels
    take_keys
    make_databases
    make_pager
    configure $quick_account
}

lacks_schema() { ends_with 78 "Run \`reconciled migrate\`"; }

# check_says TEXT: what the last check found, in its journal.
check_says() {
    inside journalctl --sync
    inside journalctl -q -o cat -u reconciled-check |
        awk "/^Starting /{ text = \"\" } { text = text \$0 \"\\n\" } END { printf \"%s\", text }" >"$scratch/check"
    grep -qF -- "$1" "$scratch/check" || fail "the check does not say: $1; $(cat "$scratch/check")"
}

migrates_and_checks() {
    as_service reconciled migrate
    # Every part, as the service sees it: its user, its credentials, its sandbox.
    inside systemctl start reconciled-check || true
    check_says "Everything works"
    ! inside systemctl is-failed --quiet reconciled-check || fail "it failed"
}

# A database elsewhere, on an address of this machine that is not loopback: nobody listens there, and the sandbox hides even that.
finds_closed_sandbox() {
    inside ip address add 192.0.2.10/32 dev lo
    inside cp -p "$configuration" /etc/reconciled/saved
    inside sed -i '0,/host=[^ ]*/s//host=192.0.2.10/' "$configuration"
    ! inside systemctl start reconciled-check || fail "it passed"
    check_says 20-remote-database.conf
    inside sh -c 'cp /usr/share/doc/reconciled/examples/20*.conf /etc/systemd/system/reconciled.service.d &&
        systemctl daemon-reload'
    ! inside systemctl start reconciled-check || fail "it passed"
    check_says "Connection refused"
    ! grep -q 20-remote-database.conf "$scratch/check" || fail "the hint is there although the drop-in is"
    inside sh -c 'rm /etc/systemd/system/reconciled.service.d/20*.conf && systemctl daemon-reload'
    inside mv /etc/reconciled/saved "$configuration"
    inside systemctl reset-failed
}

is_ready_when_it_is() {
    inside systemctl stop postgresql@15-main
    start_service start --no-block
    within 10 "it says that the database is away" shows "database.unavailable"
    same "$(property ActiveState)" activating "without a database"
    inside systemctl start postgresql@15-main
    within 15 "ready" is_active
    same "$(results 'SELECT count(*) FROM recon.daemons')" 1 "daemons"
    same "$(property WatchdogUSec)" 2min "the watchdog"
    has_more "The service has started" 0
}

# --- running --------------------------------------------------------------------------------------------------------

runs_by_schedule() {
    local said
    for account in $quick_account $alipay_account; do
        within 30 "both days of $account" is 0 results "
            SELECT 2 - count(*) FROM recon.runs WHERE account = '$account' AND bill_date IN ('$day', '$next_day')
             AND requested_by IN ('schedule', 'catch_up') AND verdict IN ('balanced', 'pending', 'discrepancies')"
    done
    within 30 "idle" nothing_runs
    same "$(results "SELECT count(*) FROM recon.statement WHERE line = 'residual' AND amount <> 0")" 0 "residuals"
    [ "$(results "SELECT count(*) FROM recon.discrepancies")" -gt 50 ] || fail "the known mistakes were not found"
    within 5 "it says when it looks next" shows "^idle; next: .* 20[0-9][0-9]-"
    said=$(as_service reconciled status) || fail "$said"
    contains "$said" "shop $(property MainPID)" "reconciled status"
    as_service reconciled report wechatpay "$day" | grep -q order_only || fail "the report lacks what is known"
}

# last_run PERSON: the newest run of the first day, if that person asked for it, and how it ended.
last_run() {
    results "SELECT verdict FROM recon.runs WHERE account = '$quick_account' AND bill_date = '$day'
              AND requested_by = '$1' AND state = 'done' AND in_force"
}

runs_by_psql() {
    results "SELECT * FROM recon.reconcile('wechatpay', '$day', '$quick_account')"
    within 15 "done" is discrepancies last_run postgres
    same "$(results "SELECT started_at - requested_at < interval '1 s' FROM recon.runs WHERE requested_by = 'postgres'")" \
        t "started within a second"
}

runs_by_command() {
    local status=0 said
    said=$(as_service reconciled reconcile wechatpay "$day" --account $quick_account 2>&1) || status=$?
    same "$status" 1 "exit status, with: $said"
    same "$(last_run reconciled)" discrepancies "the run"
}

names_who_is_behind_sudo() {
    local status=0
    inside useradd --create-home wang_li
    inside sh -c 'echo "wang_li ALL=(reconciled) NOPASSWD: /usr/bin/reconciled" >/etc/sudoers.d/wang_li'
    inside runuser -u wang_li -- sudo -u reconciled reconciled reconcile wechatpay "$day" --account $quick_account || status=$?
    same "$status" 1 "exit status"
    same "$(last_run 'wang_li (as reconciled)')" discrepancies "the run"
    # The service's own user proves what is archived, and needs no key for it.
    as_service reconciled verify wechatpay "$day" --account $quick_account
}

readonly run_unit=reconciled-run@wechatpay:$quick_account:$day.service

runs_by_unit() {
    local before
    before=$(results "SELECT count(*) FROM recon.runs")
    inside systemctl start "$run_unit"
    same "$(property ActiveState "$run_unit")" inactive "the unit"
    same "$(($(results "SELECT count(*) FROM recon.runs") - before))" 1 "runs more"
    contains "$(inside journalctl -q -u "$run_unit")" discrepancies "the unit's journal"
}

# One unit whose name is none, and one run whose shop has lost its records.
fails_by_unit() {
    local unit=reconciled-run@wechatpay:$quick_account.service alarms pages
    ! inside systemctl start "$unit" || fail "$unit started"
    same "$(property ExecMainStatus "$unit")" 64 "$unit"
    contains "$(inside journalctl -q -u "$unit")" "expected CHANNEL:ACCOUNT:DATE" "the journal of $unit"

    sql shop 'ALTER VIEW taobao.payment_record RENAME TO payment_record_away;
              CREATE VIEW taobao.payment_record AS SELECT * FROM taobao.payment_record_away WHERE false;
              GRANT SELECT ON taobao.payment_record TO reconciled'
    unit=reconciled-run@alipay:$alipay_account:$day.service
    for _ in 1 2; do ! inside systemctl start "$unit" || fail "no failure without a conclusion"; done
    same "$(property ExecMainStatus "$unit")" 2 "$unit"
    contains "$(inside systemctl --failed)" "$unit" "failed units"
    alarms="SELECT count(*) FROM recon.alarms WHERE account = '$alipay_account' AND bill_date = '$day' AND ended_at IS NULL"
    same "$(results "$alarms")" 1 "standing alarms"
    pages="finance orders.* $alipay_account $day raised"
    within 5 "the program of on_alarm, once" is 1 inside grep -c "$pages" /var/lib/reconciled/pages

    sql shop 'DROP VIEW taobao.payment_record;
              ALTER VIEW taobao.payment_record_away RENAME TO payment_record'
    inside systemctl start "$unit"
    within 5 "the alarm's end" is 0 results "$alarms"
    same "$(inside grep -c "$pages" /var/lib/reconciled/pages)" 1 "calls of on_alarm"
    within 5 "word of its end" is 1 inside grep -c "${pages/raised/ended}" /var/lib/reconciled/pages
    inside systemctl reset-failed
}

tells_the_journal() {
    local entry
    entry=$(events "A run was concluded" | grep "\"ACCOUNT\":\"$quick_account\"" | grep "\"BILL_DATE\":\"$day\"" | tail -n 1)
    same "$(field CHANNEL "$entry")" wechatpay CHANNEL
    same "$(field VERDICT "$entry")" discrepancies VERDICT
    same "$(field PRIORITY "$entry")" 5 PRIORITY
    same "$(field SYSLOG_IDENTIFIER "$entry")" reconciled SYSLOG_IDENTIFIER
    same "$(field _TRANSPORT "$entry")" journal "the way it came"
    same "$(results "SELECT verdict FROM recon.runs WHERE run_id = $(field RUN "$entry")")" discrepancies "the run of RUN"
    entry=$(events "A run came to no conclusion" | tail -n 1)
    same "$(field PRIORITY "$entry")" 3 "PRIORITY of a run without a conclusion"
    contains "$(field ERROR_CODE "$entry")" orders. ERROR_CODE
    contains "$(inside journalctl -q -x -u reconciled "MESSAGE_ID=$(message_id "A run was concluded")")" \
        "A run was concluded: discrepancies" "journalctl -x"
    ! inside journalctl -q -u reconciled | grep "thread priority" || fail "there is noise of Dispatch in the journal"
}

keeps_secrets() {
    local file=/run/credentials/reconciled.service/keys_wechatpay_${quick_account}_apiclient_key.pem
    inside runuser -u reconciled -- test -r "$file" || fail "the service cannot read its key"
    ! inside runuser -u nobody -- test -r "$file" || fail "nobody can read the key"
    ! inside runuser -u reconciled -- cat "/etc/reconciled/keys/wechatpay/$quick_account/apiclient_key.pem" 2>/dev/null ||
        fail "the service reads the keys themselves"
    # Each line of each private key, and the APIv3 keys.
    inside sh -c 'cd /etc/reconciled/keys && cat */*/ap*_key.pem */*/apiv3.key | grep -v -e ----- | awk "length > 20"' \
        >"$scratch/secrets"
    [ "$(wc -l <"$scratch/secrets")" -gt 60 ] || fail "the secrets to look for were not found"
    inside journalctl -q -o export >"$scratch/journal"
    ! grep -qaFf "$scratch/secrets" "$scratch/journal" || fail "a key is in the journal"
    # A key that everybody may read is refused.
    inside sh -c 'd=/etc/reconciled/exposed.pem; cp /etc/reconciled/keys/wechatpay/'$quick_account'/apiclient_key.pem $d
        chmod 0644 $d; cp -p '$configuration' /etc/reconciled/saved
        sed -i "s,private_key: .*_apiclient_key.pem },private_key: $d," '$configuration
    ! inside systemctl reload reconciled || fail "systemctl reload ends with 0"
    within 5 "refused" inside sh -c 'journalctl -q -u reconciled | grep -q "key.file_exposed"'
    inside mv /etc/reconciled/saved "$configuration"
}

asks_health() {
    local said status=0 file=/run/reconciled-metrics/reconciled.prom
    # Who writes it is nobody special, and anybody may read it.
    inside systemctl start reconciled-metrics
    said=$(inside runuser -u nobody -- cat $file)
    contains "$said" 'reconciled_daemons{database="reconciled"} 1' "the metrics"
    contains "$said" "account=\"$quick_account\",kind=\"trade\",verdict=\"discrepancies\"} 1" "the metrics"
    contains "$said" '# EOF' "the metrics"
    said=$(as_service reconciled status --format json) || status=$?
    same "$status" "$([ "$(results 'SELECT count(*) FROM recon.alarms WHERE ended_at IS NULL')" = 0 ] && echo 0 || echo 1)" "status"
    contains "$said" '"daemons": [' "the status as JSON"
    as_service reconciled check --alarm
    within 5 "a test alarm, and its end" is 2 inside grep -c "alarm.test" /var/lib/reconciled/pages
}

# A second shop: its own configuration, database, state and unit.
serves_two_shops() {
    local own=/etc/reconciled/second
    inside runuser -u postgres -- createdb -O reconciled second
    inside install -d -m 0750 -g reconciled $own
    inside sh -c "cp -a /etc/reconciled/keys $own/ && sed -e 's,dbname=reconciled,dbname=second,' $configuration >$own/reconciled.yaml &&
        echo 'archive: { directory: /var/lib/reconciled/second/bills }' >>$own/reconciled.yaml"
    as_service reconciled migrate --config $own/reconciled.yaml
    inside systemctl start reconciled-check@second || fail "$(inside journalctl -q -o cat -u reconciled-check@second)"
    inside systemctl enable --now reconciled@second
    within 30 "its first day" is t sql second "SELECT count(*) > 0 FROM recon.daily_summary WHERE verdict <> 'incomplete'"
    inside test -d /var/lib/reconciled/second/bills || fail "it has no archive of its own"
    same "$(results "SELECT count(*) FROM recon.daemons")" 1 "daemons on the first shop's database"
    inside systemctl start reconciled-metrics@second
    contains "$(inside cat /run/reconciled-metrics/reconciled-second.prom)" '{database="second"} 1' "its metrics"
}

# --- reloading ------------------------------------------------------------------------------------------------------

refuses_bad_reload() {
    local before entry main
    before=$(count "A new configuration was refused")
    main=$(property MainPID)
    inside cp -p "$configuration" /etc/reconciled/saved
    inside sed -i 's/^on_alarm/on_alarms/' "$configuration"
    ! inside systemctl reload reconciled || fail "systemctl reload ends with 0"
    within 5 "refused" has_more "A new configuration was refused" "$before"
    entry=$(events "A new configuration was refused" | tail -n 1)
    contains "$entry" "on_alarms" "the mistake"
    contains "$entry" "line 5" "its line"
    same "$(field PRIORITY "$entry")" 3 PRIORITY
    within 5 "its status" shows "configuration on disk is refused"
    within 5 "an alarm" is 1 results "SELECT count(*) FROM recon.alarms WHERE code = 'alarm.configuration_refused' AND ended_at IS NULL"
    within 5 "the program of on_alarm" inside grep -q "alarm.configuration_refused .*raised" /var/lib/reconciled/pages
    inside mv /etc/reconciled/saved "$configuration"
    is_active
    same "$(property MainPID)" "$main" "the process"
    results "SELECT * FROM recon.reconcile('wechatpay', '$next_day', '$quick_account')"
    within 15 "done with the old one" nothing_runs
}

takes_good_reload() {
    local before
    before=$(count "A new configuration is in use")
    configure $quick_account $slow_account
    inside systemctl reload reconciled
    within 5 "taken" has_more "A new configuration is in use" "$before"
    within 5 "the alarm's end" inside grep -q "alarm.configuration_refused .*ended" /var/lib/reconciled/pages
    within 10 "the new account's first day" slow_run_works
    within 5 "status" shows "wechatpay:$slow_account.* $day"
}

# --- mistreating ----------------------------------------------------------------------------------------------------

stops_in_run() {
    slow_run_works || fail "the slow run is over already"
    local started=$SECONDS
    inside systemctl stop reconciled
    [ $((SECONDS - started)) -le 10 ] || fail "it took $((SECONDS - started)) s"
    same "$(property Result)" success "the stop"
    same "$(property ExecMainStatus)" 0 "exit status"
    same "$(run_state)" queued "the run"
    same "$(account_days $slow_account)" 0 "concluded days"
    same "$(results 'SELECT count(*) FROM recon.daemons')" 0 "daemons"
    ! as_service reconciled status >/dev/null 2>&1 || fail "status does not say that no daemon is there"
    start_service
    within 10 "the run goes on" slow_run_works
}

is_killed_in_run() {
    local main taken
    main=$(property MainPID)
    taken=$(count "Runs of an ended process were taken over")
    inside kill -KILL "$main"
    within 10 "another process" is_another_process "$main"
    within 15 "taken over" has_more "Runs of an ended process were taken over" "$taken"
    within 10 "the run goes on" slow_run_works
    same "$(account_days $slow_account)" 0 "concluded days"
}

loses_database_in_run() {
    local lost back
    lost=$(count "The database went away") back=$(count "The database is back")
    slow_run_works || fail "the slow run is over already"
    inside systemctl restart postgresql@15-main
    within 5 "lost" has_more "The database went away" "$lost"
    within 10 "back" has_more "The database is back" "$back"
    within 60 "the run's end" has_its_days
}

# Two of them are due at any hour.
has_its_days() { nothing_runs && [ "$(account_days $slow_account)" -ge 2 ]; }

same_result() {
    local changes
    results "SELECT * FROM recon.reconcile('wechatpay', '$day', '$slow_account', archived => true)"
    within 15 "done" nothing_runs
    changes=$(results "
        SELECT count(*) FILTER (WHERE change = 'persisting') > 0 AND count(*) FILTER (WHERE change <> 'persisting') = 0
          FROM recon.run_changes WHERE run_id = (SELECT max(run_id) FROM recon.runs WHERE account = '$slow_account'
                                                  AND bill_date = '$day')")
    same "$changes" t "an undisturbed run finds the same"
    same "$(results "SELECT count(*) FROM recon.statement WHERE line = 'residual' AND amount <> 0")" 0 "residuals"
}

loses_database_idle() {
    local lost back
    lost=$(count "The database went away") back=$(count "The database is back")
    inside systemctl stop postgresql@15-main
    within 3 "lost" has_more "The database went away" "$lost"
    inside systemctl start postgresql@15-main
    within 10 "back" has_more "The database is back" "$back"
    inside systemctl start "$run_unit"
    is_active
}

hangs() {
    local main
    write_inside /etc/systemd/system/reconciled.service.d/watchdog.conf <<<$'[Service]\nWatchdogSec=2s'
    inside systemctl daemon-reload
    start_service restart
    main=$(property MainPID)
    inside kill -STOP "$main"
    within 20 "the watchdog" inside sh -c 'journalctl -q -u reconciled | grep -q "Watchdog timeout"'
    within 20 "another process" is_another_process "$main"
    same "$(property NRestarts)" 1 "restarts"
    inside rm /etc/systemd/system/reconciled.service.d/watchdog.conf
    inside systemctl daemon-reload
}

# --- a Debian package's life ----------------------------------------------------------------------------------------

is_dead() { [ "$(property ActiveState)" = inactive ] || fail "it is $(property ActiveState)"; }
enabled() { same "$(property UnitFileState)" "$1" "the service"; }
# dpkg_says TEXT DPKG-ARGUMENT...
dpkg_says() {
    local said text=$1
    shift
    said=$(inside dpkg "$@" 2>&1) || fail "$said"
    contains "$said" "$text" "dpkg $*"
}
install_it() { inside dpkg -i /mnt/upgrade/reconciled.deb; }

upgrades() {
    local main runs before name
    # More starts than an hour of an operator's.
    for name in reconciled reconciled@; do
        write_inside /etc/systemd/system/$name.service.d/limit.conf <<<$'[Unit]\nStartLimitIntervalSec=0'
    done
    inside systemctl daemon-reload
    start_service restart
    main=$(property MainPID)
    runs=$(results "SELECT count(*) FROM recon.runs")
    before=$(inside md5sum "$configuration")
    install_it
    is_active || fail "not active"
    [ "$(property MainPID)" != "$main" ] || fail "not restarted"
    is active property ActiveState reconciled@second || fail "the second shop is not active"
    same "$(inside md5sum "$configuration")" "$before" "the configuration"
    [ "$(results "SELECT count(*) FROM recon.runs")" -ge "$runs" ] || fail "runs are gone"
}

# Stopped by somebody: it stays so, and is told of. Failed: an upgrade may be what puts it right.
upgrades_stopped() {
    inside systemctl stop reconciled
    dpkg_says "was stopped, and stays so" -i /mnt/upgrade/reconciled.deb
    is_dead
    inside cp -p "$configuration" /etc/reconciled/saved
    inside sed -i 's/^on_alarm/on_alarms/' "$configuration"
    ! start_service || fail "it started with a bad configuration"
    dpkg_says "did not start again" -i /mnt/upgrade/reconciled.deb
    inside mv /etc/reconciled/saved "$configuration"
    install_it
    is_active || fail "not active"
}

# The database is upgraded in the same breath: no script may wait for it for ever.
upgrades_without_database() {
    inside systemctl stop postgresql@15-main
    dpkg_says "goes on trying" -i /mnt/upgrade/reconciled.deb
    inside systemctl start postgresql@15-main
    within 15 "ready" is_active
}

# A step of the installation fails, and is done again.
configures_again() {
    write_inside /usr/local/sbin/systemd-sysusers <<<$'#!/bin/sh\nexit 1'
    inside chmod 0755 /usr/local/sbin/systemd-sysusers
    ! install_it || fail "it was configured"
    contains "$(inside dpkg -s reconciled)" half-configured "its state"
    inside rm /usr/local/sbin/systemd-sysusers
    inside dpkg --configure reconciled
    is_active || fail "not active"
    enabled enabled
}

removes() {
    local bills
    bills=$(bills)
    inside dpkg -r reconciled
    same "$(property LoadState)" not-found "the unit"
    is_dead
    same "$(bills)" "$bills" "bills"
    inside test -e "$configuration" || fail "the configuration is gone"
}
bills() { inside find /var/lib/reconciled/bills -type f ! -name '.*' | grep -c .; }

removes_and_installs() {
    removes
    install_it
    enabled enabled
    is_active || fail "installed again, and not active"
    is active property ActiveState reconciled@second || fail "the second shop is not active"
    # The same when the first try fails in its midst.
    inside dpkg -r reconciled
    write_inside /usr/local/sbin/systemd-sysusers <<<$'#!/bin/sh\nexit 1'
    inside chmod 0755 /usr/local/sbin/systemd-sysusers
    ! install_it || fail "it was configured"
    inside rm /usr/local/sbin/systemd-sysusers
    inside dpkg --configure reconciled
    is_active || fail "configured at last, and not active"
}

# The package's script before removing fails: nothing was removed, and the service works on.
fails_to_remove() {
    write_inside /usr/local/sbin/deb-systemd-invoke <<'END'
#!/bin/sh
/usr/bin/deb-systemd-invoke "$@"
[ "$1" != stop ]
END
    inside chmod 0755 /usr/local/sbin/deb-systemd-invoke
    ! inside dpkg -r reconciled || fail "it was removed"
    inside rm /usr/local/sbin/deb-systemd-invoke
    is_active || fail "not active after a removal that failed"
}

keeps_disabled() {
    inside systemctl disable --now reconciled
    dpkg_says "was stopped" -i /mnt/upgrade/reconciled.deb
    enabled disabled
    inside dpkg -r reconciled
    dpkg_says "was disabled, and stays so" -i /mnt/upgrade/reconciled.deb
    enabled disabled
    is_dead
    inside systemctl enable --now reconciled
}

purges() {
    local bills runs
    bills=$(bills)
    runs=$(results "SELECT count(*) FROM recon.runs")
    dpkg_says "Kept: the bills" -P reconciled
    same "$(property LoadState)" not-found "the unit"
    same "$(bills)" "$bills" "bills after purging"
    inside test -e /etc/reconciled/keys/channels.json || fail "the keys are gone"
    ! inside test -e "$configuration" || fail "the configuration is there"
    same "$(results "SELECT count(*) FROM recon.runs")" "$runs" "runs"
    same "$(inside find /etc/systemd/system -name 'reconciled*' -type l)" "" "links of the units"
    # As on the first day.
    dpkg_says "it only lacks its configuration" -i /mnt/upgrade/reconciled.deb
    enabled enabled
    is_dead
    inside dpkg -P reconciled
}
