-- wrk walks at random over the addresses in a file; each of its threads asks one of the servers. One line of JSON says what came.
local servers, turn, threads = {}, 0, {}

function setup(thread)
  if turn == 0 then
    for port in os.getenv("PORTS"):gmatch("%d+") do
      servers[#servers + 1] = wrk.lookup("127.0.0.1", port)[1]
    end
  end
  thread.addr = servers[turn % #servers + 1]
  turn = turn + 1
  thread:set("number", turn)
  threads[#threads + 1] = thread
end

function init()
  math.randomseed(number + 100 * tonumber(os.getenv("TURN")))
  asked, others = {}, 0
  for address in io.lines(os.getenv("ADDRESSES")) do
    asked[#asked + 1] = wrk.format("GET", address)
  end
end

function request()
  return asked[math.random(#asked)]
end

-- Looking at each answer costs wrk a fifth of what it can ask of nginx; a refusal (400 and more) is counted without.
if os.getenv("EACH") then
  function response(status)
    if status ~= 200 then others = others + 1 end
  end
end

function done(summary, latency)
  local others, failed = 0, summary.errors
  for _, thread in ipairs(threads) do others = others + thread:get("others") end
  io.write(string.format(
    '{"answers": %d, "microseconds": %d, "bytes": %d, "others": %d, "failed": %d, "p50": %d, "p95": %d, "p99": %d}\n',
    summary.requests, summary.duration, summary.bytes, others,
    failed.connect + failed.read + failed.write + failed.timeout + failed.status,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
