#include "cgi.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

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

void CgiHost::change(const std::string& pattern, const std::string& replacement) {
  std::ifstream in(file());
  std::stringstream text;
  text << in.rdbuf();
  std::ofstream(file()) << std::regex_replace(text.str(), std::regex(pattern), replacement);
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
