-- A text of about 130 characters to one and the same person, each with a client id of its own.

local count = 0
local run = os.time() .. '-' .. math.random(1000000000)

function request()
  count = count + 1
  return wrk.format('POST', nil, {
    ['Authorization'] = wrk.headers['Authorization'],
    ['Content-Type'] = 'application/json',
  }, '{"to":"p1","clientId":"' .. run .. '-' .. count .. '","message":"Thanks, that helps a lot. I will go through chapter four'
    .. ' again and send you my notes on the exercises before Thursday\'s lesson."}')
end
