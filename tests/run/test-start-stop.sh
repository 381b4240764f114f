#!/bin/bash
# Starting, stopping and restarting in the background; what is kept, and that nothing is left.
. "$(dirname "$0")/lib.sh"

state state
free_port
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "starts in the background" succeeded
check "all three sites answer once it returns" all_answer
prints_addresses() {
  local n
  for n in 0 1 2; do grep -q "http://127.0.0.1:$((PORT + n))/" "$OUT" || return 1; done
}
check "prints the three addresses" prints_addresses
check "says nothing on stderr" test ! -s "$ERR"

demo_page() { curl -sf "http://127.0.0.1:$1/demo/personas.json" | jq -e '.site == $site and (.personas | length > 3) and all(.personas[]; .token and .name and .role and .about)' --arg site "$2"; }
check "the demo page has personas with tokens" demo_page "$PORT" marketplace
check "each site has its own" demo_page $((PORT + 2)) advisor

has_conversations() { inbox_of "$1" "$2" "$3" | jq -e '.items | length > 0 and all(.[]; .lastMessage.preview != "")'; }
check "the demo inbox is not empty" has_conversations marketplace "$PORT" amelie
check "nor on classroom" has_conversations classroom $((PORT + 1)) farrell
check "nor on advisor" has_conversations advisor $((PORT + 2)) elena

strict_and_durable() {
  local said
  said=$(mariadb --no-defaults -N -u "$(id -un)" -S "$STATE/run/mariadb/mysqld.sock" \
    -e 'SELECT @@sql_mode LIKE "%STRICT_ALL_TABLES%", @@innodb_flush_log_at_trx_commit, @@skip_networking')
  [[ $said == $'1\t1\t1' ]]
}
check "MariaDB is durable, strict and on no network" strict_and_durable

not_root() { # PART
  local uid
  uid=$(awk '/^Uid:/ {print $3}' "/proc/$(pid_of "$1")/status")
  [[ $EUID -ne 0 || $uid -ne 0 ]]
}
for part in mariadb inbox send read-receipts parent-messages bookings live webhooks reports scheduled; do check "$part does not run as root" not_root "$part"; done

closed() { ! as_other cat "$1"; }
if [[ $EUID -eq 0 ]]; then
  for file in sites/marketplace.yaml secrets/marketplace.db demo/marketplace/personas.json; do
    check "$file is closed to others" closed "$STATE/$file"
  done
  publish_closed() { ! as_other curl -sf --unix-socket "$STATE/run/live/publish.sock" -d x http://x/publish/marketplace/amelie; }
  check "the publish socket is closed to others" publish_closed
fi

attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "a second start of the same folder is refused" grep -q "already running" "$ERR"
check "in one line, with an exit code" test "$STATUS" -eq 1 -a "$(wc -l <"$ERR")" -eq 1
check "and leaves the first one alone" all_answer

before=$(inbox_of marketplace "$PORT" amelie | jq -S .)
site_before=$(<"$STATE/sites/marketplace.yaml")
attempt "$RUN" restart --state "$STATE"
check "restarts" succeeded
check "on the same ports" all_answer
same_inbox() { [[ $(inbox_of marketplace "$PORT" amelie | jq -S .) == "$before" && -n $before ]]; }
check "with its conversations, none doubled" same_inbox
check "and its keys" test "$(<"$STATE/sites/marketplace.yaml")" == "$site_before"

echo "# edited" >>"$STATE/sites/marketplace.yaml"
attempt "$RUN" stop --state "$STATE"
check "stops" succeeded
check "nothing is left running" nothing_runs
check "no socket or process id is left" test -z "$(find "$STATE/run/" \( -type s -o -name '*.pid' \) 2>/dev/null)"
attempt "$RUN" stop --state "$STATE"
check "stopping again is harmless" succeeded
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "starts again" succeeded
check "an edited site file is kept" grep -q '^# edited$' "$STATE/sites/marketplace.yaml"
check "data is kept over stop and start" same_inbox
finish
