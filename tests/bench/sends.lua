-- A text of about 130 characters to one and the same address, which is given behind --; each has a client id of its own.

local count = 0
local run = os.time() .. '-' .. math.random(1000000000)

local address

function init(arguments)
  address = arguments[1]
end

function request()
  count = count + 1
  return wrk.format('POST', nil, {
    ['Authorization'] = wrk.headers['Authorization'],
    ['Content-Type'] = 'application/json',
  }, '{' .. address .. ',"clientId":"' .. run .. '-' .. count .. '","message":"Thanks, that helps a lot. I will go through chapter four'
    .. ' again and send you my notes on the exercises before Thursday\'s lesson."}')
end
