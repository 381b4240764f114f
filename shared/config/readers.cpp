#include "config/readers.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "config/texts.h"

namespace chalkline::config {
namespace {

std::string describe_range(std::int64_t least, std::int64_t most, const std::string& unit,
                           std::int64_t step) {
  std::string text = "a whole number" + (unit.empty() ? "" : " of " + unit) + " from " +
                     std::to_string(least) + " to " + std::to_string(most);
  if (step > 1) text += ", divisible by " + std::to_string(step);
  return text + ", without quotes";
}

// from_chars takes a minus sign and leading zeros: such texts are refused before.
std::optional<std::int64_t> parse_whole(const Value& value) {
  if (!value.is_plain()) return std::nullopt;
  const std::string& text = value.node.Scalar();
  const bool canonical = text == "0" || (text.front() >= '1' && text.front() <= '9');
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = canonical && error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

bool is_off(const Value& value) { return value.is_text() && value.node.Scalar() == "off"; }

std::string read_file(const Value& path) {
  if (!path.is_text() || !is_absolute_path(path.node.Scalar())) {
    path.refuse_secret("the absolute path of a file");
  }
  const std::string& name = path.node.Scalar();
  std::ifstream stream(name, std::ios::binary);
  if (!stream) path.fail("cannot be read: " + std::generic_category().message(errno));
  if (!std::filesystem::is_regular_file(name)) path.fail("names something that is not a file");
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

Reader<bool> flag() {
  return [](const Value& value) {
    const std::string word = value.is_plain() ? value.node.Scalar() : "";
    if (word != "true" && word != "false") value.refuse("true or false, without quotes");
    return word == "true";
  };
}

Reader<std::int64_t> whole(std::int64_t least, std::int64_t most, const std::string& unit,
                           std::int64_t step) {
  return [=, allowed = describe_range(least, most, unit, step)](const Value& value) {
    const auto number = parse_whole(value);
    if (!number || *number < least || *number > most || *number % step != 0) value.refuse(allowed);
    return *number;
  };
}

Reader<int> number(int least, int most) {
  return [read = whole(least, most)](const Value& value) { return static_cast<int>(read(value)); };
}

Reader<std::optional<int>> number_or_off(int least, int most) {
  const auto allowed = "off, or " + describe_range(least, most, "", 1);
  return [=](const Value& value) -> std::optional<int> {
    if (is_off(value)) return std::nullopt;
    const auto number = parse_whole(value);
    if (!number || *number < least || *number > most) value.refuse(allowed);
    return static_cast<int>(*number);
  };
}

Reader<std::string> text(std::string what, Allowed allowed) {
  return [what = std::move(what), allowed](const Value& value) {
    if (!value.is_text() || !allowed(value.node.Scalar())) value.refuse(what);
    return value.node.Scalar();
  };
}

Reader<std::string> secret(std::string what, Allowed allowed) {
  return [what = std::move(what), allowed](const Value& value) {
    if (!value.is_text() || !allowed(value.node.Scalar())) value.refuse_secret(what);
    return value.node.Scalar();
  };
}

Reader<std::string> secret_file(std::string what, Allowed allowed) {
  return [what = std::move(what), allowed](const Value& path) {
    std::string content = without_line_end(read_file(path));
    if (content.empty()) path.fail("names an empty file; must hold " + what);
    if (!allowed(content)) path.fail("names a file with other content; must hold " + what);
    return content;
  };
}

Reader<std::vector<std::string>> list_of(Reader<std::string> item) {
  return [item = std::move(item)](const Value& list) {
    std::vector<std::string> texts;
    for (const auto& value : items_of(list)) {
      texts.push_back(item(value));
      if (std::ranges::count(texts, texts.back()) > 1)
        value.fail("is there twice; must be there once");
    }
    return texts;
  };
}

}  // namespace chalkline::config
