#!/bin/bash
# nginx/: its own errors, the headers of every answer, and what keeps the live streams safe.
. "$(dirname "$0")/lib.sh"

if [[ -n ${CHALKLINE_STATE:-} ]]; then
  STATE=$CHALKLINE_STATE
  PORT=${CHALKLINE_BASE##*:}
else
  state state
  free_port
  "$RUN" --detach --state "$STATE" --port "$PORT" >/dev/null || exit 1
fi
BASE=http://127.0.0.1:$PORT
TOKEN=$(token marketplace jonas)
REPLY=$FOLDER/reply HEAD=$FOLDER/head

ask() { # CURL-ARGUMENT...: keeps status, headers and body
  CODE=$(curl -s --max-time 10 -o "$REPLY" -D "$HEAD" -w '%{http_code}' "$@")
}

header() { sed -n "s/^$1: \(.*\)\r$/\1/Ip" "$HEAD"; }

# A problem as the contract describes it, whose instance is the request's id, given once.
problem() { # STATUS CODE
  [[ $CODE == "$1" && $(header Content-Type) == application/problem+json && $(header X-Request-Id | wc -l) -eq 1 ]] &&
    jq -e --arg code "$2" --argjson status "$1" --arg id "$(header X-Request-Id)" \
      '.status == $status and .code == $code and .instance == $id and .type and .title and .detail' "$REPLY"
}

long() { head -c "$1" /dev/zero | tr '\0' "${2:-a}"; }

ask "$BASE/nothing-here"; check "404 for a page" problem 404 not_found
ask "$BASE/api/nothing"; check "404 for an unknown family" problem 404 not_found
ask "$BASE/api/inboxes"; check "404 for a longer word than a family" test "$CODE" -eq 404 -o "$CODE" -eq 401
ask "$BASE/-/problem"; check "404 for the error page itself" problem 404 not_found
ask -X POST "$BASE/"; check "405 for a page" problem 405 method_not_allowed
check "with Allow" test "$(header Allow)" == "GET, HEAD"
ask -X TRACE "$BASE/api/inbox"; check "405 for TRACE" test "$CODE" -eq 405
ask -X POST --data-binary @<(long 140000) "$BASE/api/send"; check "413" problem 413 body_too_large
ask -X POST --data-binary @<(long 5000000) "$BASE/api/webhooks/platform"; check "413 for a batch beyond a thousand events" problem 413 body_too_large
ask "$BASE/$(long 40000)"; check "414" problem 414 uri_too_long
ask -H "X-Long: $(long 40000)" "$BASE/api/inbox"; check "431" problem 431 headers_too_large
ask -H 'Range: bytes=9999999-' "$BASE/"; check "a range is not taken" test "$CODE" -eq 200
ask -H 'Transfer-Encoding: odd' -X POST -d x "$BASE/api/send"; check "501" problem 501 not_implemented

# A line that curl would not send; nginx may hang up before all of it is written.
trap '' PIPE
raw() { # TEXT
  exec {connection}<>"/dev/tcp/127.0.0.1/$PORT"
  printf '%b' "$1" >&"$connection"
  timeout 5 cat <&"$connection" >"$FOLDER/raw"
  exec {connection}>&-
  sed '/^\r$/,$d' "$FOLDER/raw" >"$HEAD"
  sed '1,/^\r$/d' "$FOLDER/raw" >"$REPLY"
  CODE=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$HEAD")
}
for text in 'GET / HTTP/1.1\r\n\r\n' 'nonsense\r\n\r\n' 'GET /%%00 HTTP/1.1\r\nHost: a\r\n\r\n' 'GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n' \
  'POST /api/send HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n' 'POST /api/send HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'; do
  raw "${text//%%/%}"
  check "400 for ${text:0:40}" problem 400 bad_input
done

# The pool is away: 503 that says when to come back.
pool=$(pid_of read-receipts)
mv "$STATE/run/handlers/read-receipts.sock" "$STATE/run/handlers/away"
ask "$BASE/api/read-receipts?threadId=1"
check "503 while a pool is away" problem 503 unavailable
check "with Retry-After" test "$(header Retry-After)" == 1
mv "$STATE/run/handlers/away" "$STATE/run/handlers/read-receipts.sock"
check "the pool itself was left alone" kill -0 "$pool"

ask -H "Authorization: Bearer $TOKEN" "$BASE/api/inbox"
check "a handler's answer has one request id" test "$CODE" -eq 200 -a "$(header X-Request-Id | wc -l)" -eq 1
check "and is not compressed" test -z "$(header Content-Encoding)"
ask -H 'X-Request-Id: mine' "$BASE/healthz"; check "a client's request id is not taken over" test "$(header X-Request-Id)" != mine
ask -H 'SITE: advisor' -H 'Site: advisor' -H "Authorization: Bearer $(token advisor giulia)" "$BASE/api/inbox"
check "a client cannot choose the site" test "$CODE" -eq 401
ask "$BASE/"
check "pages have the strict policy" test "$(header Content-Security-Policy)" == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
check "and nosniff" test "$(header X-Content-Type-Options)" == nosniff
ask -H 'Accept-Encoding: gzip' "$BASE/demo.css"; check "pages are compressed" test "$(header Content-Encoding)" == gzip
ask -H 'Host: evil.example' "$BASE/demo/personas.json"; check "demo tokens only under this machine's own names" problem 403 forbidden

# --- live ---

live() { ask --max-time 2 -N -H "Authorization: Bearer $TOKEN" -H 'Accept: text/event-stream' "$@" "$BASE/api/live"; }
publish() { curl -s -o /dev/null --unix-socket "$STATE/run/live/publish.sock" -H "X-EventSource-Event: $2" -d "$3" "http://x/publish/$1"; }
workers() { cat "/proc/$(pid_of nginx)/task/$(pid_of nginx)/children"; }
WORKERS=$(workers)

live; check "a stream opens" test "$CODE" -eq 200 -a "$(header Content-Type | cut -d';' -f1)" == text/event-stream
for hostile in 'If-None-Match: 0' 'If-None-Match: "1:0"' 'If-None-Match: x' 'If-Modified-Since: 0' 'If-Modified-Since: Sat, 21 Nov 2026 00:00:00 GMT'; do
  live -H "$hostile"; check "400 for $hostile" problem 400 bad_input
done
live -H 'If-None-Match: 0' -H 'If-Modified-Since: 0'; check "400 for both" problem 400 bad_input
for id in 1:1 0 -1 99999999999:99999 nonsense '5:5[1]' '1,2:3'; do
  live -H "Last-Event-ID: $id"; check "Last-Event-ID: $id opens a stream" test "$CODE" -eq 200
  live -H "Last-Event-ID: $id"; check "and again" test "$CODE" -eq 200
done
for origin in http://evil.example null "${BASE}0" https://127.0.0.1:$PORT; do
  live -H "Origin: $origin"; check "403 for the origin $origin" test "$CODE" -eq 403
done
live -H "Origin: $BASE"; check "200 for its own origin" test "$CODE" -eq 200
ask -H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' "$BASE/api/live"; check "no long poll" problem 406 not_acceptable
live -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
check "no websocket" test "$CODE" -ne 101
for path in /-/live/marketplace/jonas /publish/marketplace/jonas '/-/live/../live/marketplace/jonas' /-%2Flive/marketplace/jonas; do
  ask --path-as-is -H "Authorization: Bearer $TOKEN" -H 'Accept: text/event-stream' "$BASE$path"; check "404 for $path" problem 404 not_found
  ask --path-as-is -d x "$BASE$path"; check "404 for a POST to it" problem 404 not_found
done
check "no worker of nginx died" test "$(workers)" == "$WORKERS"

delivery() {
  (sleep 0.5; publish marketplace/amelie message '{"not":"yours"}'; publish classroom/jonas message '{"not":"yours"}'; publish marketplace/jonas message '{"n":1}'; for n in $(seq 2 60); do publish marketplace/jonas message "{\"n\":$n}"; done) &
  ask --max-time 8 -N -H "Authorization: Bearer $TOKEN" -H 'Accept: text/event-stream' "$BASE/api/live"
  wait $!
  grep -qx 'event: message' "$REPLY" && [[ $(grep -c '^data: {"n":' "$REPLY") -eq 60 ]] && ! grep -q yours "$REPLY"
}
check "a stream gets all of its person's events, and no other's" delivery
live; check "and no event from before it opened" test "$(grep -c '^data:' "$REPLY")" -eq 0

quiet_logs() { ! grep -rqE 'nothing-to-see|Bearer|eyJ' "$STATE/log/"nginx*; }
ask "$BASE/api/inbox?q=nothing-to-see"
ask "$BASE/api/bookings/calendar/nothing-to-see.ics"
check "no query and no token in nginx's logs" quiet_logs
finish
