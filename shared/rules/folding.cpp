#include "rules/folding.h"

#include <algorithm>
#include <array>
#include <optional>

#include "rules/text.h"

namespace chalkline::rules {
namespace {

enum class Kind : std::uint8_t {
  word,       // a letter or digit of a script with spaces
  unspaced,   // a letter of a script without, a Korean one, an emoji
  mark,       // not there: accents, vowel points, joiners, directions
  separator,  // between words: white space, punctuation, symbols
};

struct KindRange {
  char32_t first;
  char32_t last;
  Kind kind;
};

// What is not a letter of a script with spaces, from U+0080 on; in rising order.
constexpr std::array<KindRange, 149> kinds{{
    {0x80, 0xA9, Kind::separator},
    {0xAB, 0xAC, Kind::separator},
    {0xAD, 0xAD, Kind::mark},
    {0xAE, 0xB1, Kind::separator},
    {0xB4, 0xB4, Kind::separator},
    {0xB6, 0xB8, Kind::separator},
    {0xBB, 0xBF, Kind::separator},
    {0xD7, 0xD7, Kind::separator},
    {0xF7, 0xF7, Kind::separator},
    {0x2C2, 0x2C5, Kind::separator},
    {0x2D2, 0x2DF, Kind::separator},
    {0x2E5, 0x2EB, Kind::separator},
    {0x300, 0x36F, Kind::mark},
    {0x375, 0x375, Kind::separator},
    {0x37E, 0x37E, Kind::separator},
    {0x384, 0x385, Kind::separator},
    {0x387, 0x387, Kind::separator},
    {0x3F6, 0x3F6, Kind::separator},
    {0x482, 0x482, Kind::separator},
    {0x483, 0x489, Kind::mark},
    {0x55A, 0x55F, Kind::separator},
    {0x589, 0x58F, Kind::separator},
    {0x591, 0x5BD, Kind::mark},
    {0x5BE, 0x5BE, Kind::separator},
    {0x5BF, 0x5BF, Kind::mark},
    {0x5C0, 0x5C0, Kind::separator},
    {0x5C1, 0x5C2, Kind::mark},
    {0x5C3, 0x5C3, Kind::separator},
    {0x5C4, 0x5C5, Kind::mark},
    {0x5C6, 0x5C6, Kind::separator},
    {0x5C7, 0x5C7, Kind::mark},
    {0x5F3, 0x5F4, Kind::separator},
    {0x600, 0x60F, Kind::separator},
    {0x610, 0x61A, Kind::mark},
    {0x61B, 0x61B, Kind::separator},
    {0x61C, 0x61C, Kind::mark},
    {0x61D, 0x61F, Kind::separator},
    {0x640, 0x640, Kind::mark},
    {0x64B, 0x65F, Kind::mark},
    {0x66A, 0x66D, Kind::separator},
    {0x670, 0x670, Kind::mark},
    {0x6D4, 0x6D4, Kind::separator},
    {0x6D6, 0x6DC, Kind::mark},
    {0x6DD, 0x6DE, Kind::separator},
    {0x6DF, 0x6E4, Kind::mark},
    {0x6E7, 0x6E8, Kind::mark},
    {0x6E9, 0x6E9, Kind::separator},
    {0x6EA, 0x6ED, Kind::mark},
    {0x700, 0x70D, Kind::separator},
    {0x8D3, 0x8FF, Kind::mark},
    {0x964, 0x965, Kind::separator},
    {0x970, 0x970, Kind::separator},
    {0xDF4, 0xDF4, Kind::separator},
    {0xE01, 0xE3A, Kind::unspaced},
    {0xE3F, 0xE3F, Kind::separator},
    {0xE40, 0xE4E, Kind::unspaced},
    {0xE4F, 0xE4F, Kind::separator},
    {0xE5A, 0xE5B, Kind::separator},
    {0xE80, 0xEFF, Kind::unspaced},
    {0xF04, 0xF14, Kind::separator},
    {0xF3A, 0xF3D, Kind::separator},
    {0x1000, 0x1049, Kind::unspaced},
    {0x104A, 0x104F, Kind::separator},
    {0x1050, 0x109F, Kind::unspaced},
    {0x10FB, 0x10FB, Kind::separator},
    {0x1100, 0x115E, Kind::unspaced},
    {0x115F, 0x1160, Kind::mark},
    {0x1161, 0x11FF, Kind::unspaced},
    {0x1360, 0x1368, Kind::separator},
    {0x1400, 0x1400, Kind::separator},
    {0x166D, 0x166E, Kind::separator},
    {0x1680, 0x1680, Kind::separator},
    {0x169B, 0x169C, Kind::separator},
    {0x16EB, 0x16ED, Kind::separator},
    {0x1780, 0x17D3, Kind::unspaced},
    {0x17D4, 0x17DB, Kind::separator},
    {0x17DC, 0x17DD, Kind::unspaced},
    {0x1800, 0x180A, Kind::separator},
    {0x180B, 0x180F, Kind::mark},
    {0x1AB0, 0x1AFF, Kind::mark},
    {0x1DC0, 0x1DFF, Kind::mark},
    {0x1FBD, 0x1FBD, Kind::separator},
    {0x1FBF, 0x1FC1, Kind::separator},
    {0x1FCD, 0x1FCF, Kind::separator},
    {0x1FDD, 0x1FDF, Kind::separator},
    {0x1FED, 0x1FEF, Kind::separator},
    {0x1FFD, 0x1FFE, Kind::separator},
    {0x2000, 0x200B, Kind::separator},
    {0x200C, 0x200F, Kind::mark},
    {0x2010, 0x2029, Kind::separator},
    {0x202A, 0x202E, Kind::mark},
    {0x202F, 0x205F, Kind::separator},
    {0x2060, 0x206F, Kind::mark},
    {0x2070, 0x20CF, Kind::separator},
    {0x20D0, 0x20FF, Kind::mark},
    {0x2100, 0x22FF, Kind::separator},
    {0x2300, 0x23FF, Kind::unspaced},
    {0x2400, 0x25FF, Kind::separator},
    {0x2600, 0x27BF, Kind::unspaced},
    {0x27C0, 0x2AFF, Kind::separator},
    {0x2B00, 0x2BFF, Kind::unspaced},
    {0x2CF9, 0x2CFF, Kind::separator},
    {0x2E00, 0x2E7F, Kind::separator},
    {0x2E80, 0x2FDF, Kind::unspaced},
    {0x2FE0, 0x3004, Kind::separator},
    {0x3005, 0x3007, Kind::unspaced},
    {0x3008, 0x3020, Kind::separator},
    {0x3021, 0x3029, Kind::unspaced},
    {0x302A, 0x302F, Kind::mark},
    {0x3030, 0x3030, Kind::separator},
    {0x3031, 0x3035, Kind::unspaced},
    {0x3036, 0x303A, Kind::separator},
    {0x303B, 0x303C, Kind::unspaced},
    {0x303D, 0x3040, Kind::separator},
    {0x3041, 0x309A, Kind::unspaced},
    {0x309B, 0x309C, Kind::separator},
    {0x309D, 0x309F, Kind::unspaced},
    {0x30A0, 0x30A0, Kind::separator},
    {0x30A1, 0x30FA, Kind::unspaced},
    {0x30FB, 0x30FB, Kind::separator},
    {0x30FC, 0x3163, Kind::unspaced},
    {0x3164, 0x3164, Kind::mark},
    {0x3165, 0x31BF, Kind::unspaced},
    {0x31C0, 0x31EF, Kind::separator},
    {0x31F0, 0x31FF, Kind::unspaced},
    {0x3200, 0x33FF, Kind::separator},
    {0x3400, 0x4DBF, Kind::unspaced},
    {0x4DC0, 0x4DFF, Kind::separator},
    {0x4E00, 0xA4CF, Kind::unspaced},
    {0xA960, 0xA97F, Kind::unspaced},
    {0xAC00, 0xD7FF, Kind::unspaced},
    {0xD800, 0xF8FF, Kind::separator},
    {0xF900, 0xFAFF, Kind::unspaced},
    {0xFB1E, 0xFB1E, Kind::mark},
    {0xFD3E, 0xFD3F, Kind::separator},
    {0xFE00, 0xFE0F, Kind::mark},
    {0xFE10, 0xFE1F, Kind::separator},
    {0xFE20, 0xFE2F, Kind::mark},
    {0xFE30, 0xFE6F, Kind::separator},
    {0xFEFF, 0xFEFF, Kind::mark},
    {0xFF61, 0xFF65, Kind::separator},
    {0xFFA0, 0xFFA0, Kind::mark},
    {0xFFE0, 0xFFFF, Kind::separator},
    {0x1F000, 0x1F3FA, Kind::unspaced},
    {0x1F3FB, 0x1F3FF, Kind::mark},
    {0x1F400, 0x1FAFF, Kind::unspaced},
    {0x20000, 0x3FFFF, Kind::unspaced},
    {0xE0000, 0xE0FFF, Kind::mark},
    {0xF0000, 0x10FFFF, Kind::separator},
}};

Kind letter_kind(char32_t c) {
  const bool small = c >= 'a' && c <= 'z';
  if (c < 0x80) return small || (c >= '0' && c <= '9') ? Kind::word : Kind::separator;
  const auto* const range = std::lower_bound(
      kinds.begin(), kinds.end(), c, [](const KindRange& r, char32_t x) { return r.last < x; });
  return range != kinds.end() && range->first <= c ? range->kind : Kind::word;
}

// What each letter of a block is folded to; a letter that stays as it is stands for itself.
struct Block {
  char32_t first;
  std::u32string_view letters;
};

// clang-format off
constexpr std::array<Block, 6> blocks{{
    {0xC0,
     U"aaaaaaæceeeeiiiidnooooo×ouuuuyþßaaaaaaæceeeeiiiidnooooo÷ouuuuyþy"
     U"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸlllllll"
     U"lllnnnnnnnŋŋooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
     U"bɓƃƃƅƅɔƈƈɖɗƌƌƍəəɛƒƒɠɣƕɩiƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿ"
     U"ǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuəaaaaææggggkkooooʒʒjǳǳǳggƕƿnnaaææoo"
     U"aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿ"
     U"ɀɂɂbʉʌɇɇɉɉɋɋɍɍɏɏ"},
    {0x386,
     U"α·εηι΋ο΍υωιαβγδεζηθικλμνξοπρ΢στυφχψωιυαεηι"
     U"υαβγδεζηθικλμνξοπρσστυφχψωιυουω"},
    {0x400,
     U"ееђгєѕііјљњћкиуџабвгдежзииклмнопрстуфхцчшщъыьэюяабвгдежзииклмноп"
     U"рстуфхцчшщъыьэюяееђгєѕііјљњћкиуџѡѡѣѣѥѥѧѧѩѩѫѫѭѭѯѯѱѱѳѳѵѵѵѵѹѹѻѻѽѽѿѿ"
     U"ҁҁ҂҃҄҅҆҇҈҉ҋҋҍҍҏҏґґғғҕҕҗҗҙҙққҝҝҟҟҡҡңңҥҥҧҧҩҩҫҫҭҭүүұұҳҳҵҵҷҷҹҹһһҽҽҿҿ"
     U"ӏжжӄӄӆӆӈӈӊӊӌӌӎӎӏааааӕӕееәәәәжжззӡӡииииооөөөөээууууууччӷӷыыӻӻӽӽӿӿ"
     U"ԁԁԃԃԅԅԇԇԉԉԋԋԍԍԏԏԑԑԓԓԕԕԗԗԙԙԛԛԝԝԟԟԡԡԣԣԥԥԧԧԩԩԫԫԭԭԯԯ"},
    {0x1E00,
     U"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
     U"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
     U"wwwwwwwwwwxxxxyyzzzzzzhtwyasẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
     U"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ"},
    {0x1F00,
     U"ααααααααααααααααεεεεεε἖἗εεεεεε἞἟ηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιι"
     U"οοοοοο὆὇οοοοοο὎὏υυυυυυυυ὘υ὚υ὜υ὞υωωωωωωωωωωωωωωωωααεεηηιιοουυωω὾὿"
     U"ααααααααααααααααηηηηηηηηηηηηηηηηωωωωωωωωωωωωωωωωααααα᾵ααααααα᾽ι᾿"
     U"῀῁ηηη῅ηηεεηηη῍῎῏ιιιι῔῕ιιιιιι῜῝῞῟υυυυρρυυυυυυρ῭΅`"
     U"῰῱ωωω῵ωωοοωωω´"},
    {0xFF66,
     U"ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"
     U"マミムメモヤユヨラリルレロワン\u3099\u309A"},
}};
// clang-format on

// Ten digits each; a digit of another script is that of ours.
constexpr std::array<char32_t, 9> zeros{0x660, 0x6F0, 0x966, 0x9E6, 0xA66,
                                        0xAE6, 0xBE6, 0xE50, 0xED0};

// Forms of one Arabic letter that hands and keyboards mix up, and what else is no block of its own.
char32_t single(char32_t c) {
  switch (c) {
    case 0xAA:
      return U'a';
    case 0xB2:
    case 0xB3:
      return c - 0xB2 + U'2';
    case 0xB9:
      return U'1';
    case 0xB5:
      return U'μ';
    case 0xBA:
      return U'o';
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
      return 0x627;
    case 0x624:
      return 0x648;
    case 0x626:
    case 0x649:
    case 0x6CC:
      return 0x64A;
    case 0x629:
    case 0x6C0:
    case 0x6C1:
    case 0x6D5:
      return 0x647;
    case 0x6A9:
      return 0x643;
    default:
      return c;
  }
}

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
  for (const auto& block : blocks) {
    if (c >= block.first && c - block.first < block.letters.size()) {
      return block.letters[c - block.first];
    }
  }
  for (const char32_t zero : zeros) {
    if (c >= zero && c <= zero + 9) return c - zero + U'0';
  }
  if (c >= 0x531 && c <= 0x556) return c + 0x30;
  return single(c);
}

// Two letters for one; empty for all others.
std::u32string_view two_letters(char32_t c) {
  switch (c) {
    case U'ß':
      return U"ss";
    case U'æ':
      return U"ae";
    case U'œ':
      return U"oe";
    case U'þ':
      return U"th";
    case U'ĳ':
      return U"ij";
    default:
      return {};
  }
}

// か with the voicing mark is が, は with the other one ぱ.
std::optional<char32_t> voiced(char32_t letter, char32_t mark) {
  const bool katakana = letter >= 0x30A0;
  const char32_t c = katakana ? letter - 0x60 : letter;
  const bool h_row = c >= 0x306F && c <= 0x307B && (c - 0x306F) % 3 == 0;
  if (mark == 0x309A) return h_row ? std::optional(letter + 2) : std::nullopt;
  const bool odd_row = c >= 0x304B && c <= 0x3062 && c % 2 == 1;
  if (h_row || odd_row || c == 0x3064 || c == 0x3066 || c == 0x3068) return letter + 1;
  return c == 0x3046 ? std::optional(letter + 0x4E) : std::nullopt;
}

// Unicode 3.12: a Korean syllable from its letters; none where the two make none.
std::optional<char32_t> syllable(char32_t before, char32_t c) {
  if (before >= 0x1100 && before <= 0x1112 && c >= 0x1161 && c <= 0x1175) {
    return 0xAC00 + ((before - 0x1100) * 21 + (c - 0x1161)) * 28;
  }
  const bool open = before >= 0xAC00 && before <= 0xD7A3 && (before - 0xAC00) % 28 == 0;
  if (open && c > 0x11A7 && c <= 0x11C2) return before + (c - 0x11A7);
  return std::nullopt;
}

// Puts words together, letter by letter.
class Folding {
 public:
  explicit Folding(std::size_t bytes) {
    folded_.letters.reserve(bytes);
    folded_.spans.reserve(bytes);
  }

  // The character `c`, number `at` of the text.
  void add(char32_t c, std::uint32_t at) {
    const char32_t letter = folded(c);
    const auto kind = letter_kind(letter);
    if (c < 0x80 && kind == Kind::word) return put(letter, at, false);
    switch (kind) {
      case Kind::separator:
        in_word_ = false;
        return;
      case Kind::mark:
        return extend(at);
      case Kind::word:
        return put_word(letter, at);
      case Kind::unspaced:
        return put_unspaced(letter, at);
    }
  }

  FoldedText take() { return std::move(folded_); }

 private:
  void put_word(char32_t letter, std::uint32_t at) {
    const auto two = two_letters(letter);
    if (two.empty()) return put(letter, at, false);
    for (const char32_t one : two) put(one, at, false);
  }

  void put_unspaced(char32_t letter, std::uint32_t at) {
    const bool voicing = letter == 0x3099 || letter == 0x309A;
    if (in_word_ && folded_.words.back().unspaced) {
      const char32_t before = folded_.letters.back();
      if (const auto one = voicing ? voiced(before, letter) : syllable(before, letter)) {
        folded_.letters.back() = *one;
        return extend(at);
      }
    }
    if (voicing) return extend(at);
    put(letter, at, true);
  }

  void put(char32_t letter, std::uint32_t at, bool unspaced) {
    const auto here = folded_.letters.size();
    if (!in_word_ || folded_.words.back().unspaced != unspaced) {
      folded_.words.push_back({here, here, unspaced});
      in_word_ = true;
    }
    folded_.letters += letter;
    folded_.spans.push_back({at, at + 1});
    folded_.words.back().end = here + 1;
  }

  // A mark belongs to the letter before it, where there is one.
  void extend(std::uint32_t at) {
    if (in_word_) folded_.spans.back().to = at + 1;
  }

  FoldedText folded_;
  bool in_word_ = false;
};

}  // namespace

FoldedText fold(std::string_view text) {
  Folding folding(text.size());
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    folding.add(next_code_point(text, at), number);
  }
  return folding.take();
}

bool is_mark(char32_t c) { return letter_kind(c) == Kind::mark || c == 0x3099 || c == 0x309A; }

}  // namespace chalkline::rules
