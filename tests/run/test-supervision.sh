#!/bin/bash
# What dies is started again; a signal ends everything that was started, and nothing else.
. "$(dirname "$0")/lib.sh"

state state
free_port
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "starts" succeeded
sleep 3600 &
bystander=$!

other_pid() { [[ $(pid_of "$1") != "$2" ]]; }
for part in mariadb nginx send scheduled; do
  old=$(pid_of $part)
  kill -KILL "$old"
  check "$part, killed, is started again" eventually other_pid $part "$old"
  check "and all sites answer" eventually all_answer
done
before=$(inbox_of marketplace "$PORT" amelie | jq -S '.items | length')
check "no conversation is lost" test "${before:-0}" -gt 0

children() { cat "/proc/$1/task/$1/children"; }
pool=$(pid_of inbox)
read -r first rest <<<"$(children "$pool")"
size=$(children "$pool" | wc -w)
kill -KILL "$first"
replaced() { [[ " $(children "$pool") " != *" $first "* && $(children "$pool" | wc -w) -eq $size ]]; }
check "a killed handler is replaced in its pool" eventually replaced
check "the others of the pool live on" test -n "$rest" -a -d "/proc/${rest%% *}"
check "and all sites still answer" all_answer

# The process that watches is killed outright: nothing stays behind, and the folder can be used again.
kill -KILL "$(pid_of run)"
check "without its supervisor everything ends" eventually nothing_runs
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "and it starts again" succeeded
check "with its data" test "$(inbox_of marketplace "$PORT" amelie | jq '.items | length')" == "$before"

# Process ids in the folder that now belong to others are not touched.
"$RUN" stop --state "$STATE" >/dev/null
echo "$bystander 1 $(</proc/sys/kernel/random/boot_id)" | tee "$STATE/run/mariadb.pid" >"$STATE/run/run.pid"
attempt "$RUN" stop --state "$STATE"
check "a stale process id is not believed" kill -0 "$bystander"

# In the foreground: Ctrl-C reaches the whole foreground group, TERM and HUP the command alone.
ended() { ! kill -0 "$1"; }
foreground() { # SIGNAL
  env --default-signal=INT,HUP setsid "$RUN" --state "$STATE" --port "$PORT" >"$OUT" 2>"$ERR" </dev/null &
  local run=$!
  eventually grep -q 'Ctrl-C' "$OUT" || return 1
  all_answer || return 1
  case $1 in INT) kill -INT -- "-$run" ;; *) kill "-$1" $run ;; esac
  eventually ended $run && wait $run && nothing_runs
}
check "Ctrl-C stops everything" foreground INT
check "TERM stops everything" foreground TERM
check "HUP stops everything" foreground HUP
interrupted() {
  env --default-signal=INT setsid "$RUN" --state "$STATE" --port "$PORT" >"$OUT" 2>"$ERR" </dev/null &
  local run=$!
  sleep "$1"
  kill -INT -- "-$run"
  eventually ended $run && nothing_runs
}
for moment in 0.3 0.8 1.5; do check "Ctrl-C after $moment s of starting stops everything" interrupted $moment; done
check "a process that is not ours lives on" kill -0 "$bystander"
kill "$bystander"
finish
