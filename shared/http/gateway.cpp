#include "http/gateway.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <string_view>

#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "http/problem.h"

namespace chalkline::http {
namespace {

// What a signal handler may touch.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_asked = 0;

void ask_to_stop(int /*signal*/) { stop_asked = 1; }

// From here on the stop signals wait until wait_for_request lets them in.
sigset_t hold_stop_signals() {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t stops;
  sigset_t before;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  sigprocmask(SIG_BLOCK, &stops, &before);
  sigdelset(&before, SIGTERM);
  sigdelset(&before, SIGINT);
  return before;
}

std::string head_of(const Response& response) {
  std::string head = "Status: " + std::to_string(response.status) + " " +
                     std::string(phrase_of(response.status)) + "\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  if (!response.content_type.empty()) head += "Content-Type: " + response.content_type + "\r\n";
  if (response.status != 204 && response.status != 304) {
    head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

// Of the processes that wait on one socket only one is woken for a connection.
int exclusive_waiter() {
  const int waiter = epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  if (waiter < 0 || epoll_ctl(waiter, EPOLL_CTL_ADD, STDIN_FILENO, &event) != 0) return -1;
  return waiter;
}

void answer_fastcgi(FCGX_Request& fcgi, const std::function<Response(Exchange&)>& answer) {
  Exchange exchange{fcgi.envp, [&](std::size_t length, std::string& body) {
                      body.resize(length);
                      const int got = FCGX_GetStr(body.data(), static_cast<int>(length), fcgi.in);
                      return got == static_cast<int>(length) && FCGX_GetError(fcgi.in) == 0;
                    }};
  const Response response = answer(exchange);
  const std::string head = head_of(response);
  FCGX_PutStr(head.data(), static_cast<int>(head.size()), fcgi.out);
  const std::string_view body = response.head_only ? std::string_view() : response.body;
  FCGX_PutStr(body.data(), static_cast<int>(body.size()), fcgi.out);
  // Where all of the request has been read the connection is simply closed. Else libfcgi drains it
  // first, as closing with something unread would take the answer away from the server.
  char rest = 0;
  if (FCGX_GetStr(&rest, 1, fcgi.in) == 0) FCGX_Detach(&fcgi);
  FCGX_Finish_r(&fcgi);
}

int serve_fastcgi(const std::function<Response(Exchange&)>& answer) {
  if (FCGX_Init() != 0) return 1;
  // Another process may be faster: accepting must then fail, not wait.
  fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
  const sigset_t with_stops = hold_stop_signals();
  const int waiter = exclusive_waiter();
  FCGX_Request fcgi{};
  if (waiter < 0 || FCGX_InitRequest(&fcgi, STDIN_FILENO, FCGI_FAIL_ACCEPT_ON_INTR) != 0) return 1;
  while (stop_asked == 0) {
    epoll_event event{};
    if (epoll_pwait(waiter, &event, 1, -1, &with_stops) <= 0) continue;
    if (FCGX_Accept_r(&fcgi) >= 0) answer_fastcgi(fcgi, answer);
  }
  FCGX_Free(&fcgi, 1);
  close(waiter);
  return 0;
}

bool read_stdin(std::size_t length, std::string& body) {
  body.resize(length);
  if (std::fread(body.data(), 1, length, stdin) != length) return false;
  return std::ferror(stdin) == 0;
}

int serve_cgi(const std::function<Response(Exchange&)>& answer) {
  Exchange exchange{environ, read_stdin};
  const Response response = answer(exchange);
  const std::string text = head_of(response) + (response.head_only ? "" : response.body);
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

int serve_exchanges(const std::function<Response(Exchange&)>& answer) {
  return FCGX_IsCGI() != 0 ? serve_cgi(answer) : serve_fastcgi(answer);
}

}  // namespace chalkline::http
