-- Signed deliveries of webhooks from the file that is given behind --, each once: lines of webhook-id, webhook-timestamp,
-- webhook-signature and body, with tabs in between.

local next_line

function init(arguments)
  next_line = io.lines(arguments[1])
end

function request()
  local line = next_line()
  if not line then
    wrk.thread:stop()
    return wrk.format('GET', '/healthz')
  end
  local id, timestamp, signature, body = line:match('([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)')
  return wrk.format('POST', nil, {
    ['Content-Type'] = 'application/json',
    ['Chalkline-Now'] = wrk.headers['Chalkline-Now'],
    ['webhook-id'] = id,
    ['webhook-timestamp'] = timestamp,
    ['webhook-signature'] = signature,
  }, body)
end
