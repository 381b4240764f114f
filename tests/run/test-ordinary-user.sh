#!/bin/bash
# From a bare copy of the checkout in a path with spaces, as an ordinary user: builds, starts, and the second
# start builds nothing. The executables are ready-made; what is tested is the command, not the compiler.
. "$(dirname "$0")/lib.sh"

COPY="$FOLDER/a path with spaces/it's here"
mkdir -p "$COPY"
cp -R "$CHECKOUT"/{run,nginx,sql,deploy} "$COPY"
mkdir "$COPY/frontends" && cp -R "$CHECKOUT/frontends/web" "$COPY/frontends"
READY=$FOLDER/ready
mkdir "$READY"
for name in inbox send read-receipts parent-messages bookings live webhooks reports scheduled chalkline; do cp "$CHALKLINE_BUILD/bin/$name" "$READY/$name.ready"; done
cat >"$COPY/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.25)
project(ready NONE)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
foreach(name inbox send read-receipts parent-messages bookings live webhooks reports scheduled chalkline)
  add_custom_command(OUTPUT ${name}.made DEPENDS ${READY}/${name}.ready
                     COMMAND ${CMAKE_COMMAND} -E copy ${READY}/${name}.ready bin/${name}
                     COMMAND ${CMAKE_COMMAND} -E touch ${name}.made)
  add_custom_target(${name} DEPENDS ${name}.made)
endforeach()
EOF
sed -i "1a set(READY $READY)" "$COPY/CMakeLists.txt"
if [[ $EUID -eq 0 ]]; then chown -R "$OTHER_USER" "$FOLDER/a path with spaces"; fi
chmod 700 "$FOLDER/a path with spaces"

unset CHALKLINE_BUILD
RUN=$COPY/run
stop_as_other() { as_other "$RUN" stop --state "$STATE"; }
state "a path with spaces/it's here/.chalkline"
free_port
attempt as_other "$RUN" --detach --port "$PORT"
check "builds and starts from a path with spaces" succeeded
check "all three sites answer" all_answer
check "the demo page is served" curl -sf -o /dev/null "http://127.0.0.1:$PORT/"
owner() { [[ $(stat -c %U "/proc/$(pid_of "$1")") == "$OTHER_USER" ]]; }
for part in mariadb nginx inbox scheduled; do check "$part runs as that user" owner "$part"; done
short_sockets() { ! find -L "$STATE/run" -type s | awk 'length > 107' | grep -q . && [[ $(readlink "$STATE/run") == /tmp/chalkline.* ]]; }
check "its sockets are in a short folder" short_sockets
short=$(readlink "$STATE/run")
check "that is private" test "$(stat -c %a "$short")" == 700

inbox_as_other() { curl -s -H "Authorization: Bearer $(as_other "$STATE/bin/chalkline" token --site marketplace --person jonas --minutes 5)" "http://127.0.0.1:$PORT/api/inbox" | jq -S .; }
before=$(inbox_as_other)
steps=$(<"$COPY/build/release/.ninja_log")
attempt stop_as_other
check "stops" succeeded
check "nothing is left running" nothing_runs
check "nor the short folder" test ! -e "$short"
attempt as_other "$RUN" --detach --port "$PORT"
check "starts a second time" succeeded
check "without a step of building" test "$(<"$COPY/build/release/.ninja_log")" == "$steps"
check "with its data" test -n "$before" -a "$(inbox_as_other)" == "$before"
stop_as_other >/dev/null

# The folder moved: paths in the site files follow.
mv "$STATE" "$COPY/moved"
state "a path with spaces/it's here/moved"
attempt as_other "$RUN" --detach --state "$STATE" --port "$PORT"
check "a moved state folder starts" succeeded
check "with its data, too" test "$(inbox_as_other)" == "$before"
stop_as_other >/dev/null
finish
