#include "contact_corpus.h"

#include <fstream>
#include <stdexcept>
#include <string_view>

#include "rules/text.h"
#include "source.h"

namespace chalkline::rules::tests {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// \n and \u{200B}.
std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "\\n") == 0) {
      plain += '\n';
      ++at;
    } else if (text.compare(at, 3, "\\u{") == 0) {
      const auto end = text.find('}', at);
      append_utf8(plain, static_cast<char32_t>(std::stoul(text.substr(at + 3), nullptr, 16)));
      at = end;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

ContactKind kind_from(const std::string& name) {
  for (const auto kind :
       {ContactKind::phone, ContactKind::email, ContactKind::handle, ContactKind::link}) {
    if (name_of(kind) == name) return kind;
  }
  throw std::runtime_error("no kind of contact detail: " + name);
}

constexpr std::string_view open_mark = "⟦";
constexpr std::string_view close_mark = "⟧";

// Takes the marks out of the text and notes where they stood.
void read_marks(LabelledText& row, const std::string& marked) {
  for (std::size_t at = 0; at < marked.size();) {
    if (marked.compare(at, open_mark.size(), open_mark) == 0) {
      const auto bar = marked.find('|', at);
      const auto kind =
          kind_from(marked.substr(at + open_mark.size(), bar - at - open_mark.size()));
      row.spans.push_back({character_count(row.text), 0, kind});
      at = bar + 1;
    } else if (marked.compare(at, close_mark.size(), close_mark) == 0) {
      row.spans.back().to = character_count(row.text);
      at += close_mark.size();
    } else {
      row.text += marked[at++];
    }
  }
}

}  // namespace

std::vector<LabelledText> read_corpus(const std::string& file) {
  std::vector<LabelledText> rows;
  std::ifstream in(chalkline::tests::source() / "tests/rules/contact_details" / file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto fields = fields_of(line);
    if (fields.size() < 2) throw std::runtime_error(file + ": a line without a text");
    LabelledText row{file, number, fields[0]};
    read_marks(row, unescaped(fields[1]));
    for (std::size_t i = 2; i < fields.size(); ++i) row.earlier.push_back(unescaped(fields[i]));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string describe(const std::vector<ContactSpan>& spans) {
  std::string text;
  for (const auto& span : spans) {
    text += (text.empty() ? "" : ", ") + std::string(name_of(span.kind)) + " " +
            std::to_string(span.from) + "-" + std::to_string(span.to);
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace chalkline::rules::tests
