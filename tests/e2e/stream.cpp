#include "stream.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <httplib.h>
#include <sys/socket.h>

#include "stack.h"

namespace chalkline::e2e {
namespace {

constexpr std::chrono::milliseconds tick{100};
constexpr std::string_view end_of_head = "\r\n\r\n";

std::string request_text(const std::string& site, const std::string& target,
                         const Headers& headers) {
  std::string text = "GET " + target + " HTTP/1.1\r\nHost: " + host_of(site) + "\r\n";
  for (const auto& [name, value] : headers) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
  return text + "\r\n";
}

// "name: value" of a line of an event; empty where the line is another one.
std::string value_of(const std::string& block, const std::string& name) {
  const auto at = block.find(name + ": ");
  if (at == std::string::npos || (at > 0 && block[at - 1] != '\n')) return {};
  const auto begin = at + name.size() + 2;
  return block.substr(begin, block.find('\n', begin) - begin);
}

Headers as_browser(const Person& person) {
  return {{"Accept", "text/event-stream"},
          {"Cookie", settings_of(person.site).cookie + "=" + person.token}};
}

}  // namespace

Stream::Stream(const Person& person) : Stream(person.site, "/api/live", as_browser(person)) {
  if (answer().status != 200) throw std::runtime_error("no stream: " + answer().verdict());
  catch_up(person);
}

Stream::Stream(const std::string& site, const std::string& target, const Headers& headers)
    : socket_(port_of(site)) {
  socket_.send(request_text(site, target, headers));
  reader_ = std::thread([this] { read(); });
}

Stream::~Stream() {
  socket_.shut();
  reader_.join();
}

// Lines of an event end with a line feed, events with an empty line.
void Stream::read() {
  for (;;) {
    const std::string part = socket_.receive(std::chrono::minutes(10));
    const std::lock_guard lock(mutex_);
    if (part.empty()) break;
    bytes_ += part;
    if (parsed_ == 0) {
      const auto head = bytes_.find(end_of_head);
      if (head == std::string::npos) continue;
      parsed_ = head + end_of_head.size();
    }
    for (auto end = bytes_.find("\n\n", parsed_); end != std::string::npos;
         end = bytes_.find("\n\n", parsed_)) {
      take(bytes_.substr(parsed_, end + 1 - parsed_));
      parsed_ = end + 2;
    }
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

void Stream::take(const std::string& block) {
  const std::string name = value_of(block, "event");
  const std::string data = value_of(block, "data");
  if (data.empty()) return;
  if (name != "caught-up") record_event(name, data);
  boost::json::error_code error;
  events_.push_back({name, boost::json::parse(data, error)});
}

Answer Stream::answer() {
  Answer found;
  eventually([&] {
    const std::lock_guard lock(mutex_);
    const bool streams = bytes_.find("text/event-stream") != std::string::npos;
    const bool complete = bytes_.find(end_of_head) != std::string::npos;
    if (complete) found = parse_answer(bytes_);
    const auto length = found.header("content-length");
    const bool whole = streams || found.body.size() >= (length.empty() ? 0 : std::stoul(length));
    return (complete && whole) || ended_;
  });
  return found;
}

bool Stream::has(const std::string& name,
                 const std::function<bool(const boost::json::object&)>& fits) {
  const auto all = events();
  return std::any_of(all.begin(), all.end(), [&](const Event& event) {
    return event.name == name && event.data.is_object() && fits(event.data.get_object());
  });
}

void Stream::catch_up(const Person& person) {
  const std::string mark = fresh("mark");
  const std::string data = R"({"mark":")" + mark + R"("})";
  const bool came = eventually([&] {
    publish(person.site + "/" + person.id, "caught-up", data);
    return eventually(
        [&] {
          const std::lock_guard lock(mutex_);
          return bytes_.find(mark) != std::string::npos;
        },
        std::chrono::seconds(1));
  });
  if (!came) throw std::runtime_error("the stream is deaf");
}

std::vector<Event> Stream::events() {
  const std::lock_guard lock(mutex_);
  std::vector<Event> all;
  std::copy_if(events_.begin(), events_.end(), std::back_inserter(all),
               [](const Event& event) { return event.name != "caught-up"; });
  return all;
}

int Stream::count(const std::string& name) {
  const auto all = events();
  return static_cast<int>(std::count_if(all.begin(), all.end(),
                                        [&](const Event& event) { return event.name == name; }));
}

bool brings(const std::function<void()>& act, const std::function<bool()>& seen) {
  return eventually([&] {
    act();
    return eventually(seen, std::chrono::seconds(4));
  });
}

int publish(const std::string& channel, const std::string& event, const std::string& data) {
  httplib::Client client(publish_socket(), 80);
  client.set_address_family(AF_UNIX);
  const httplib::Headers headers{{"Host", "publish"}, {"X-EventSource-Event", event}};
  const auto result = client.Post("/publish/" + channel, headers, data, "application/json");
  return result ? result->status : 0;
}

}  // namespace chalkline::e2e
