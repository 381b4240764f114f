#!/bin/bash
# lib.sh: what the tests of the commands share. A test script sources it, calls `check` for each test, and
# ends with `finish`; without that line ./test counts it as crashed.
set -uo pipefail

CHECKOUT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
RUN=$CHECKOUT/run
export CHALKLINE_BUILD=${CHALKLINE_BUILD:-$CHECKOUT/build/test}
# With sanitizers, starting many handlers takes longer than all that is tested here.
export CHALKLINE_POOL_INBOX=2 CHALKLINE_POOL_SEND=2 CHALKLINE_POOL_READ_RECEIPTS=1 CHALKLINE_POOL_PARENT_MESSAGES=1 CHALKLINE_POOL_WEBHOOKS=1

FOLDER=$(mktemp -d /tmp/chalkline-commands.XXXXXX)
chmod 755 "$FOLDER"
OUT=$FOLDER/out ERR=$FOLDER/err
STATES=() MOUNTS=()

clean_up() {
  local place
  for place in "${STATES[@]}"; do [[ ! -d $place/conf ]] || "$RUN" stop --state "$place" >/dev/null 2>&1; done
  for place in "${MOUNTS[@]}"; do umount "$place"; done
  rm -rf -- "$FOLDER"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

finish() { echo "done"; }

# One test: the command succeeds.
check() { # NAME COMMAND...
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok $name"
  else
    echo "not ok $name"
    echo "  failed: $*"
    head -n 20 <<<"$output" | sed 's/^/  /'
    local file
    for file in "$OUT" "$ERR"; do [[ ! -s $file ]] || sed "s#^#  ${file##*/}: #" "$file" | head -n 20; done
  fi
}

# Runs a command, keeping what it says: STATUS, $OUT and $ERR.
attempt() { # COMMAND...
  "$@" >"$OUT" 2>"$ERR" </dev/null
  STATUS=$?
}

state() { # NAME: a state folder that is stopped at the end, in STATE
  STATE=$FOLDER/$1
  STATES+=("$STATE")
}

in_use() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { # three in a row, in PORT; ./test has its own below 20000
  while :; do
    PORT=$((RANDOM % 10000 + 20000))
    in_use $PORT || in_use $((PORT + 1)) || in_use $((PORT + 2)) || return 0
  done
}

succeeded() { [[ $STATUS -eq 0 ]]; }

# The command said what to do in one line, and nothing runs.
refused() { # PATTERN
  [[ $STATUS -ne 0 ]] || { echo "it succeeded"; return 1; }
  [[ $(wc -l <"$ERR") -eq 1 ]] || { echo "not one line"; return 1; }
  grep -qE -- "$1" "$ERR" || { echo "does not say: $1"; return 1; }
  nothing_runs
}

working_in() { # FOLDER: processes whose working folder it is
  local path
  for path in /proc/[0-9]*; do [[ ! $path/cwd -ef $1 ]] || echo "${path#/proc/} $(tr '\0' ' ' <"$path/cmdline")"; done
}

nothing_runs() {
  local left
  left=$(working_in "$STATE" && working_in "$STATE/mariadb")
  [[ -z $left ]] || { echo "still running: $left"; return 1; }
  ! in_use "$PORT" && ! in_use $((PORT + 1)) && ! in_use $((PORT + 2))
}

answers() { # PORT
  [[ $(curl -s -o /dev/null -w '%{http_code}' --max-time 5 "http://127.0.0.1:$1/healthz") == 200 ]]
}

all_answer() { answers "$PORT" && answers $((PORT + 1)) && answers $((PORT + 2)); }

eventually() { # COMMAND...: within a minute and a half
  local try
  for ((try = 0; try < 450; try++)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  "$@"
}

pid_of() { cut -d' ' -f1 "$STATE/run/$1.pid"; }

token() { "$STATE/bin/chalkline" token --site "$1" --person "$2" --minutes 10; }

inbox_of() { # SITE PORT PERSON
  curl -s --max-time 20 -H "Authorization: Bearer $(token "$1" "$3")" "http://127.0.0.1:$2/api/inbox"
}

as_other() { # COMMAND...: as an ordinary user, also when these tests run as root
  if [[ $EUID -eq 0 ]]; then runuser -u nobody -- "$@"; else "$@"; fi
}

# shellcheck disable=SC2034 # for the scripts
OTHER_USER=$(as_other id -un)
