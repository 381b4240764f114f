-- wrk -s ours.lua URL -- DATA OP      OP: list messages unread mark send
-- The requests of the peer's peer.lua, in our API: the same people, threads, walks and text. DATA/tokens.txt has a
-- line "person token" each; DATA/read.txt and DATA/write.txt, the threads that are read and written, a line
-- "thread reader other last_seq" each. HARNESS, set by measure.py, is the peer's folder.
dofile(os.getenv("HARNESS") .. "/lua/common.lua")
bad = 0
local token, read, write, op = {}, {}, {}, nil
local n, side = 0, 0
local function threads(path)
  local list = {}
  for _, line in ipairs(lines(path)) do
    local w = words(line)
    list[#list + 1] = { id = w[1], reader = w[2], other = w[3], last = w[4] }
  end
  return list
end
function init(args)
  op = args[2]
  for _, line in ipairs(lines(args[1] .. "/tokens.txt")) do local w = words(line); token[w[1]] = "Bearer " .. w[2] end
  read, write = threads(args[1] .. "/read.txt"), threads(args[1] .. "/write.txt")
  math.randomseed(os.time() * 7 + tid); math.random()
  side = math.random(0, 1)
end
local function get(person, path) return wrk.format("GET", path, { Authorization = token[person] }) end
local function post(person, path, body)
  return wrk.format("POST", path, { Authorization = token[person], ["Content-Type"] = "application/json" }, body)
end
local text = '"Thanks, see you on Tuesday at five. Please bring exercise 12 and the corrected essay."'
local function next_thread()        -- walks the written threads, changing the sending side on each pass
  local t = write[n % #write + 1]
  if n % #write == 0 then side = 1 - side end
  n = n + 1
  if side == 0 then return t, t.other end
  return t, t.reader
end
function request()
  if op == "send" then
    local t, from = next_thread()
    return post(from, "/api/send", '{"threadId":"' .. t.id .. '","message":' .. text .. '}')
  end
  local t = read[math.random(#read)]
  if op == "list" then
    return get(t.reader, "/api/inbox?limit=20")
  elseif op == "messages" then
    return get(t.reader, "/api/inbox/threads/" .. t.id .. "/messages?limit=50")
  elseif op == "unread" then
    return get(t.reader, "/api/inbox/unread")
  elseif op == "mark" then
    return post(t.reader, "/api/read-receipts", '{"threadId":"' .. t.id .. '","upTo":' .. t.last .. '}')
  end
end
