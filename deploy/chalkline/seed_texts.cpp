#include "seed_texts.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "commands.h"
#include "http/fields.h"
#include "rules/text.h"

namespace chalkline::tool {
namespace {

using Path = std::filesystem::path;

constexpr std::size_t most_bytes_of_file = 8 << 20;
constexpr std::size_t most_bytes = 64 << 20;
constexpr std::size_t short_characters = 160;

constexpr std::array<std::string_view, 16> right_to_left{
    "مرحبا! هل يمكننا تأجيل الدرس إلى يوم الخميس؟",
    "شكرًا جزيلاً، فهمت الآن حلّ المعادلة.",
    "متى يبدأ الدرس القادم؟",
    "أرسلت لك الواجب، انظر الصفحة 42 من فضلك.",
    "صباح الخير أستاذة، عندي سؤال عن التمرين الثالث.",
    "הי, אפשר להזיז את השיעור למחר ב-17:00?",
    "תודה רבה! עכשיו הבנתי את הנוסחה.",
    "שכחתי את שיעורי הבית, אפשר לשלוח הערב?",
    "מתי השיעור הבא?",
    "سلام، می‌توانیم کلاس را به پنج‌شنبه منتقل کنیم؟",
    "ممنون، حالا تمرین ۷ را فهمیدم.",
    "آپ کا شکریہ، سبق بہت اچھا تھا۔",
    "See you at 5 — إن شاء الله 🙏",
    "Die Antwort ist ‏שלום‏, nicht ‏שלוש‏.",
    "(x + 1)² = ٩ ؟",
    "أحسنت 👏👏 نلتقي يوم الأحد",
};

constexpr std::array<std::string_view, 16> with_emoji{
    "👍",
    "Thank you so much! 🙏",
    "See you on Thursday 👋",
    "Running 5 minutes late 🏃‍♀️ sorry!",
    "❤️",
    "Great work today 🎉🎉",
    "😅 I forgot my homework again",
    "👩🏽‍🏫 new worksheet is up",
    "Nice 👌🏿",
    "Bin gleich da 🚲",
    "¡Muchas gracias! 😊",
    "Ça marche, à demain 🇫🇷",
    "明天见 🌸",
    "До завтра! 🐻‍❄️",
    "📚 page 112, exercises 3️⃣ and 4️⃣",
    "🤔",
};

constexpr std::array<std::string_view, 8> endings{" 🙂", " 😀", " 👍🏼", " 🙏",
                                                  " 📐",    " ✨", " 😂",        " 🎓"};

template <class List>
std::string_view one_of(const List& list, Random& random) {
  return list[static_cast<std::size_t>(random.below(static_cast<long long>(list.size())))];
}

bool is_control(char32_t c) {
  constexpr char32_t byte_order_mark = 0xFEFF;
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) || c == byte_order_mark;
}

// Behind the escape character at `at`: a terminal's order, such as "[33m", is no text.
void skip_order(std::string_view piece, std::size_t& at) {
  if (at >= piece.size() || piece[at] != '[') return;
  at = std::min(piece.find_first_not_of("[0123456789;", at), piece.size());
  if (at < piece.size()) ++at;
}

void drop_last_character(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
    text.pop_back();
  }
  if (!text.empty()) text.pop_back();
}

bool is_wanted(const std::filesystem::directory_entry& entry) {
  const auto extension = entry.path().extension();
  return !entry.is_symlink() && entry.is_regular_file() && extension != ".dat" &&
         extension != ".u8";
}

std::vector<Path> files_below(const Path& folder) {
  std::vector<Path> files;
  std::error_code error;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  for (std::filesystem::recursive_directory_iterator at(folder, options, error), end;
       !error && at != end; at.increment(error)) {
    if (is_wanted(*at)) files.push_back(at->path());
  }
  if (error) {
    throw CommandError(folder.string() + " cannot be read: " + error.message() +
                       "; say --texts with a folder of text files");
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_start(const Path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content(most_bytes_of_file, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  return content;
}

// Calls `each` for every stretch of lines between separators.
template <class IsSeparator, class Each>
void split_lines(std::string_view text, IsSeparator is_separator, Each each) {
  std::size_t begin = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (is_separator(text.substr(at, end - at))) {
      each(text.substr(begin, at - begin));
      begin = std::min(end + 1, text.size());
    }
    at = end + 1;
  }
  each(text.substr(begin));
}

bool is_percent(std::string_view line) {
  return line == "%" || line == "%\r" || line == "%%" || line == "% ";
}
bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

std::string clean_piece(std::string_view piece, std::size_t most_characters) {
  std::string text;
  if (!http::is_utf8(piece)) return text;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < piece.size() && characters < most_characters;) {
    const char32_t c = rules::next_code_point(piece, at);
    if (c == 0x1B) {
      skip_order(piece, at);
    } else if (c == '\b' && !text.empty()) {
      drop_last_character(text);
      --characters;
    } else if (!is_control(c)) {
      rules::append_utf8(text, c);
      ++characters;
    }
  }
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string::npos || rules::is_blank(text)) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

Texts::Texts(const Path& folder, std::size_t most_characters) : most_characters_(most_characters) {
  for (const auto& file : files_below(folder)) {
    if (bytes_ < most_bytes) add_file(file);
  }
  if (pieces_.empty()) {
    throw CommandError(
        folder.string() +
        " holds no text in UTF-8: say --texts with a folder of text files, for "
        "example /usr/share/games/fortunes of the packages fortunes, fortunes-de ...");
  }
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (rules::character_count(pieces_[i]) <= short_characters) short_ones_.push_back(i);
  }
}

void Texts::add_file(const Path& file) {
  const std::string content = read_start(file);
  if (content.find('\0') != std::string::npos) return;
  const bool fortunes = content.starts_with("%\n") || content.find("\n%\n") != std::string::npos;
  split_lines(content, fortunes ? is_percent : is_blank_line,
              [&](std::string_view piece) { add_piece(piece); });
}

void Texts::add_piece(std::string_view piece) {
  auto text = clean_piece(piece, most_characters_);
  if (text.empty()) return;
  bytes_ += text.size();
  pieces_.push_back(std::move(text));
}

std::string Texts::message(Random& random) const {
  const double kind = random.part();
  if (kind < 0.02) return std::string(one_of(right_to_left, random));
  if (kind < 0.06) return std::string(one_of(with_emoji, random));
  const bool brief = kind < 0.60 && !short_ones_.empty();
  const auto index =
      brief ? short_ones_[static_cast<std::size_t>(
                  random.below(static_cast<long long>(short_ones_.size())))]
            : static_cast<std::size_t>(random.below(static_cast<long long>(pieces_.size())));
  std::string text = pieces_[index];
  if (brief && random.chance(0.12)) text += one_of(endings, random);
  return text;
}

}  // namespace chalkline::tool
