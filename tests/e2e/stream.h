#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client.h"
#include "people.h"
#include "socket.h"

namespace chalkline::e2e {

struct Event {
  std::string name;
  boost::json::value data;
};

// A live stream as a browser holds it. Reads on a thread of its own; every event is recorded.
class Stream {
 public:
  // Of a person, by cookie.
  explicit Stream(const Person& person);
  Stream(const std::string& site, const std::string& target, const Headers& headers);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Waits for the head of the answer; its body too where it is no stream.
  Answer answer();
  // Whether an event of this name has come that `fits`.
  bool has(const std::string& name, const std::function<bool(const boost::json::object&)>& fits);
  // Publishes a mark for the person and waits for it: all that was published before has come too.
  void catch_up(const Person& person);
  // Everything so far, without what catch_up published.
  std::vector<Event> events();
  int count(const std::string& name);

 private:
  void read();
  void take(const std::string& block);

  Socket socket_;
  std::mutex mutex_;
  std::string bytes_;
  std::size_t parsed_ = 0;
  std::vector<Event> events_;
  bool ended_ = false;
  std::thread reader_;
};

// Does `act` and waits for what it should bring, and does it again where that does not come: a live
// update is a hint, which a busy machine may lose.
bool brings(const std::function<void()>& act, const std::function<bool()>& seen);

// Posts an event on the handlers' own way; the status of the answer.
int publish(const std::string& channel, const std::string& event, const std::string& data);

}  // namespace chalkline::e2e
