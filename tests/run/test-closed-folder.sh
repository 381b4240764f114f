#!/bin/bash
# As root, below a folder that the accounts mysql and www-data cannot enter, as /root is. As an ordinary user
# the same folder is simply one's own.
. "$(dirname "$0")/lib.sh"

mkdir -m 700 "$FOLDER/private"
state private/state
free_port
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "starts below a closed folder" succeeded
check "all three sites answer" all_answer
check "pages are served" curl -sf -o /dev/null "http://127.0.0.1:$PORT/"
check "and personas" curl -sf -o /dev/null "http://127.0.0.1:$PORT/demo/personas.json"
check "the folder above stays closed" test "$(stat -c %a "$FOLDER/private")" == 700
check "the data is in the state folder" test -d "$STATE/mariadb/mysql"
check "the operator's tool works from outside" "$STATE/bin/chalkline" doctor --site marketplace
attempt "$RUN" restart --state "$STATE"
check "restarts" succeeded
check "all answer again" all_answer
short=$(readlink "$STATE/run" || echo "$FOLDER/none")
kill -KILL "$(pid_of run)"
check "without its supervisor everything ends" eventually nothing_runs
attempt "$RUN" stop --state "$STATE"
check "stop clears what is left" succeeded
check "the short folder, too" test ! -e "$short"
finish
