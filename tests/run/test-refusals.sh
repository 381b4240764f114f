#!/bin/bash
# What cannot be done is refused with one line that says what to do, an exit code, and nothing left running.
. "$(dirname "$0")/lib.sh"

state state
free_port

usage_error() { # PATTERN
  [[ $STATUS -eq 2 && $(wc -l <"$ERR") -eq 1 && ! -s $OUT ]] && grep -qE -- "$1" "$ERR"
}
attempt "$RUN" --stat "$STATE"
check "an unknown option" usage_error "unknown option --stat.*--help"
attempt "$RUN" begin
check "an unknown word" usage_error "unknown word 'begin'"
for value in '' 0 65534 99999999999 80x -1 '1 2'; do
  attempt "$RUN" --state "$STATE" --port "$value"
  check "the port '$value'" usage_error "--port"
done
attempt "$RUN" --port
check "an option without its value" usage_error "--port needs a value"
attempt "$RUN" --help
helps() { succeeded && [[ ! -s $ERR ]] && grep -q SYNOPSIS "$OUT"; }
check "--help says how" helps

attempt "$RUN" stop --state "$FOLDER"
check "stopping what is no state folder" refused "is no state folder"
attempt "$RUN" restart --state "$FOLDER/none"
check "restarting what never started" refused "was never started"

# A port in use: something of ours listens on the third.
state ports
busy=$((PORT + 2))
spawn-fcgi -n -a 127.0.0.1 -p $busy -- /bin/sleep 300 &
listener=$!
eventually in_use $busy
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
port_refused() { refused "port $busy is in use" || { [[ $STATUS -ne 0 ]] && grep -q "port $busy is in use.*--port" "$ERR"; }; }
check "a port in use" port_refused
check "what listens there is left alone" in_use $busy
kill $listener
wait $listener 2>/dev/null

state file
touch "$STATE"
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "a state folder that is a file" refused "$STATE cannot be made.*--state"
rm -f "$STATE"

mkdir -m 755 "$FOLDER/closed"
state closed/state
attempt as_other "$RUN" --detach --state "$STATE" --port "$PORT"
if [[ $EUID -eq 0 ]]; then check "a folder that may not be written" refused "$STATE cannot be made.*--state"; fi

mkdir -p "$FOLDER/tools"
printf '#!/bin/sh\n/usr/bin/dpkg-query "$@" | grep -v " multiwatch$"\n' >"$FOLDER/tools/dpkg-query"
chmod 755 "$FOLDER/tools" "$FOLDER/tools/dpkg-query"
state packages
attempt as_other env PATH="$FOLDER/tools:$PATH" "$RUN" --detach --state "$STATE" --port "$PORT"
check "a missing package, as an ordinary user" refused "as root: apt-get install.* multiwatch$"

attempt env CHALKLINE_BUILD="$FOLDER/none" "$RUN" --detach --state "$STATE" --port "$PORT"
check "a build folder that is not there" refused "CHALKLINE_BUILD"
attempt env CHALKLINE_POOL_SEND=many "$RUN" --detach --state "$STATE" --port "$PORT"
check "a pool size that is no number" refused "CHALKLINE_POOL_SEND"

# A full disk: found before anything is made, and in the middle of it.
disk() { # NAME OPTIONS
  state "$1"
  mkdir "$STATE"
  mount -t tmpfs -o "$2" tmpfs "$STATE" && MOUNTS+=("$STATE")
}
if [[ $EUID -eq 0 ]]; then
  disk small size=16m,mode=755
  attempt "$RUN" --detach --state "$STATE" --port "$PORT"
  check "a full disk" refused "disk full: $STATE has .* MB are needed; make room"
  disk files size=900m,nr_inodes=60,mode=755
  attempt "$RUN" --detach --state "$STATE" --port "$PORT"
  check "a disk that becomes full while starting" refused "."
fi

# A bad site file: named with its line and key, on a first and on a later start.
state site
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "starts with good site files" succeeded
"$RUN" stop --state "$STATE" >/dev/null
good=$(<"$STATE/sites/classroom.yaml")
echo 'colour: red' >>"$STATE/sites/classroom.yaml"
line=$(wc -l <"$STATE/sites/classroom.yaml")
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "an unknown key in a site file" refused "classroom.yaml:$line:.*colour"
attempt "$RUN" --state "$STATE" --port "$PORT"
check "the same in the foreground" refused "classroom.yaml:$line:.*colour"
echo "${good/clock: test/clock: [}" >"$STATE/sites/classroom.yaml"
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "a site file that is no YAML" refused "classroom.yaml"
echo "$good" >"$STATE/sites/classroom.yaml"
attempt "$RUN" --detach --state "$STATE" --port "$PORT"
check "mended, it starts" succeeded
"$RUN" stop --state "$STATE" >/dev/null

if [[ $EUID -eq 0 ]]; then
  chmod 777 "$STATE"
  attempt as_other "$RUN" --detach --state "$STATE" --port "$PORT"
  check "another user's state folder" refused "belongs to root"
  attempt as_other "$RUN" stop --state "$STATE"
  check "stopping another user's" refused "belongs to root"
fi
finish
