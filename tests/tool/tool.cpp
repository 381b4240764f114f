#include "tool/tool.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/wait.h>

namespace chalkline::tests {
namespace {

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string write_file(const TestSite& site, const std::string& name, const std::string& content) {
  const auto file = site.folder / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file.string();
}

Said run_tool(const TestSite& site, const std::vector<std::string>& words,
              const std::string& input) {
  static int runs = 0;
  const auto prefix = site.folder / ("run-" + std::to_string(++runs));
  const auto out = prefix.string() + ".out";
  const auto err = prefix.string() + ".err";
  const auto in = write_file(site, prefix.filename().string() + ".in", input);
  std::string command;
  for (const auto& setting : site.environment()) {
    const auto equals = setting.find('=');
    command += setting.substr(0, equals + 1) + quoted(setting.substr(equals + 1)) + " ";
  }
  command += quoted(std::filesystem::read_symlink("/proc/self/exe").parent_path() / "chalkline");
  for (const auto& word : words) command += " " + quoted(word);
  command += " <" + quoted(in) + " >" + quoted(out) + " 2>" + quoted(err);
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

int lines_with(const std::string& text, const std::string& part) {
  std::istringstream in(text);
  int count = 0;
  for (std::string line; std::getline(in, line);) count += contains(line, part) ? 1 : 0;
  return count;
}

}  // namespace chalkline::tests
