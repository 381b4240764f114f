#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chalkline::rules {

// A text as search looks at it: words alone, without case, accents, vowel points and width. ä is a,
// ß is ss, İ, ı and I are i, ё is е, ά is α, أ is ا, １ and ١ are 1, ｶﾞ is ガ; a letter with its
// marks behind it is the same as the composed one, but for those of Indian scripts (ড় and ড়, ড with
// its dot) and two of Urdu (ۂ, ۓ), of which each is found as it was written. Joiners, direction
// marks, variation selectors and skin tones are not there.
struct FoldedText {
  // The code points [from, to) of the text that a letter stands for, its marks included.
  struct Span {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };
  // Letters [begin, end): a run of one kind. Scripts without spaces (Chinese, Japanese, Thai …),
  // Korean, and emoji are `unspaced`: there a word may begin anywhere.
  struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool unspaced = false;
  };

  std::u32string letters;   // of all words, one behind the other
  std::vector<Span> spans;  // of each letter
  std::vector<Word> words;

  std::u32string_view operator[](const Word& word) const {
    return std::u32string_view(letters).substr(word.begin, word.end - word.begin);
  }
};
FoldedText fold(std::string_view text);

// Whether a cut before this character would take something off what stands before it: accents,
// joiners, variation selectors, skin tones.
bool is_mark(char32_t c);

}  // namespace chalkline::rules
