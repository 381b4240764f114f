#include "cgi.h"

#include <algorithm>
#include <fstream>

#include "child.h"
#include "socket.h"
#include "stack.h"

namespace chalkline::e2e {

CgiHost::CgiHost(const std::string& site)
    : site_(site), folder_(std::filesystem::temp_directory_path() / fresh("sites")) {
  std::filesystem::create_directory(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  std::filesystem::copy_file(state_folder() / "sites" / (site + ".yaml"), file());
}

CgiHost::~CgiHost() { std::filesystem::remove_all(folder_); }

std::filesystem::path CgiHost::file() const { return folder_ / (site_ + ".yaml"); }

void CgiHost::change(const std::string& beginning, const std::string& lines) {
  std::ifstream in(file());
  std::string text;
  for (std::string line; std::getline(in, line);) {
    const auto start = std::min(line.find_first_not_of(' '), line.size());
    text += (line.compare(start, beginning.size(), beginning) == 0 ? lines : line) + "\n";
  }
  in.close();
  std::ofstream(file()) << text;
}

Answer CgiHost::ask(const std::string& family, const std::string& method, const std::string& target,
                    const std::string& token, const std::string& body) {
  const auto mark = std::min(target.find('?'), target.size());
  const std::string query = target.substr(std::min(mark + 1, target.size()));
  const std::map<std::string, std::string> environment{
      {"CHALKLINE_SITES", folder_},
      {"CHALKLINE_SHARE", state_folder() / "share"},
      {"GATEWAY_INTERFACE", "CGI/1.1"},
      {"SITE", site_},
      {"REQUEST_METHOD", method},
      {"REQUEST_URI", target},
      {"QUERY_STRING", query},
      {"CONTENT_TYPE", "application/json"},
      {"CONTENT_LENGTH", std::to_string(body.size())},
      {"HTTP_ACCEPT", "application/json, text/event-stream"},
      {"HTTP_AUTHORIZATION", "Bearer " + token}};
  const std::string program = state_folder() / "app" / "bin" / family;
  const auto ended = run_program({program}, body, &environment);
  Answer answer = parse_answer(ended.output);  // CGI's first line is "Status: 200"
  record(method, target, answer);
  return answer;
}

}  // namespace chalkline::e2e
