#include "rules/addresses.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/dialling.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

std::string phone(const std::string& text, const std::string& country = "DE") {
  return phone_number(text, country).value_or("-");
}
std::string email(const std::string& text) { return email_address(text).value_or("-"); }

BOOST_AUTO_TEST_SUITE(addresses)

BOOST_AUTO_TEST_CASE(phone_numbers, *description("S2-09: E.164 and as people write it")) {
  const struct {
    std::string text;
    std::string country;
    std::string number;  // "-": none
  } table[] = {
      {"+491715550123", "DE", "+491715550123"},
      {"+49 171 555 0123", "DE", "+491715550123"},
      {"+49 (0) 171 / 555-01.23", "DE", "+491715550123"},
      {"+49 0171 5550123", "FR", "+491715550123"},
      {"tel:+49-171-5550123", "DE", "+491715550123"},
      {"0049 171 5550123", "DE", "+491715550123"},
      {"0049 171 5550123", "", "+491715550123"},
      {"0171 5550123", "DE", "+491715550123"},
      {"(0171) 555 01 23", "DE", "+491715550123"},
      {"171 5550123", "DE", "+491715550123"},
      {"491715550123", "DE", "+491715550123"},
      {"\u202A+49\u00A0171\u20115550123\u202C", "DE", "+491715550123"},
      {"\uFF0B\uFF14\uFF19 171 5550123", "JP", "+491715550123"},
      {"+٤٩ ١٧١ ٥٥٥٠١٢٣", "EG", "+491715550123"},
      {"۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR", "+989123456789"},
      {"०११ २३४५ ६७८९", "IN", "+911123456789"},
      {"0660 1234567", "AT", "+436601234567"},
      {"044 668 18 00", "CH", "+41446681800"},
      {"07911 123456", "GB", "+447911123456"},
      {"06 12 34 56 78", "FR", "+33612345678"},
      {"06 1234 5678", "IT", "+390612345678"},
      {"+39 06 1234 5678", "DE", "+390612345678"},
      {"612 345 678", "ES", "+34612345678"},
      {"06 30 123 4567", "HU", "+36301234567"},
      {"(415) 555-2671", "US", "+14155552671"},
      {"1-415-555-2671", "US", "+14155552671"},
      {"011 49 171 5550123", "US", "+491715550123"},
      {"416 555 0199", "CA", "+14165550199"},
      {"8 (495) 123-45-67", "RU", "+74951234567"},
      {"800 555-35-35", "RU", "+78005553535"},
      {"810 49 171 5550123", "RU", "+491715550123"},
      {"8 029 123-45-67", "BY", "+375291234567"},
      {"090-1234-5678", "JP", "+819012345678"},
      {"010 49 171 5550123", "JP", "+491715550123"},
      {"0412 345 678", "AU", "+61412345678"},
      {"0011 49 171 5550123", "AU", "+491715550123"},
      {"11 96123-4567", "BR", "+5511961234567"},
      {"021 345 6789", "NZ", "+64213456789"},
      {"9123 4567", "SG", "+6591234567"},
      {"55 1234 5678", "MX", "+525512345678"},
      // No number, or none that can be told.
      {"0171 5550123", "", "-"},
      {"0171 5550123", "ZZ", "-"},
      {"", "DE", "-"},
      {"+", "DE", "-"},
      {"++491715550123", "DE", "-"},
      {"49+1715550123", "DE", "-"},
      {"0171 5550123 ext. 4", "DE", "-"},
      {"0171-CALL-ME", "DE", "-"},
      {"0171 555,0123", "DE", "-"},
      {"+49 171", "DE", "-"},
      {"+49 171 5550123 4567 8901", "DE", "-"},
      {"+999 171 5550123", "DE", "-"},
      {"00999 171 5550123", "DE", "-"},
      {"0000000000", "DE", "-"},
      {"110", "DE", "-"},
      {"mia@example.org", "DE", "-"},
  };
  for (const auto& row : table) {
    BOOST_TEST(phone(row.text, row.country) == row.number, row.text << " in " << row.country);
  }
}

BOOST_AUTO_TEST_CASE(normal_forms_stay, *description("S2-09: one number, one text")) {
  for (const std::string number : {"+491715550123", "+390612345678", "+14155552671", "+74951234567",
                                   "+36301234567", "+375291234567"}) {
    for (const std::string country : {"DE", "US", "IT", "RU", ""}) {
      BOOST_TEST(phone(number, country) == number);
      BOOST_TEST(is_phone(number));
    }
  }
  BOOST_TEST(!is_phone("mia@example.org"));
}

BOOST_AUTO_TEST_CASE(codes_are_told_apart, *description("E.164: no code begins with another")) {
  for (const auto& one : all_dialling()) {
    BOOST_TEST(is_country(one.country));
    for (const auto& other : all_dialling()) {
      const bool within = one.code != other.code && other.code.starts_with(one.code);
      BOOST_TEST(!within, one.country << " " << other.country);
    }
  }
  BOOST_TEST(!is_country("de"));
  BOOST_TEST(!is_country(""));
}

BOOST_AUTO_TEST_CASE(looks, *description("contract 1: malformed for everyone")) {
  for (const std::string text : {"0171 5550123", "+49 (0) 171", "112 345"}) {
    BOOST_TEST(is_like_phone(text), text);
  }
  for (const auto& text :
       {"", "1234", "call me", "mia@example.org", "0171x5550123", "123456789012345678901"}) {
    BOOST_TEST(!is_like_phone(text), text);
  }
}

BOOST_AUTO_TEST_CASE(emails, *description("S2-09, contract 5: compared without case")) {
  BOOST_TEST(email("Mia.Weber@Example.ORG") == "mia.weber@example.org");
  BOOST_TEST(email("  mia@example.org\t") == "mia@example.org");
  BOOST_TEST(email("o'brien+tag_1@mail.example-school.co.uk") ==
             "o'brien+tag_1@mail.example-school.co.uk");
  BOOST_TEST(email("a@localhost") == "a@localhost");
  const std::string long_part(64, 'a');
  BOOST_TEST(email(long_part + "@example.org") == long_part + "@example.org");
  for (const auto& text : {std::string(),
                           std::string("mia"),
                           std::string("@example.org"),
                           std::string("mia@"),
                           std::string("mia @example.org"),
                           std::string("mia@exam ple.org"),
                           std::string(".m@a.org"),
                           std::string("m.@a.org"),
                           std::string("m..m@a.org"),
                           std::string("mia@-a.org"),
                           std::string("mia@a-.org"),
                           std::string("mia@a..org"),
                           std::string("mia@.org"),
                           std::string("mia@a.org."),
                           std::string("mia@a_b.org"),
                           std::string("<mia@a.org>"),
                           std::string("\"mia\"@a.org"),
                           std::string("mia@a.org, eve@b.org"),
                           std::string("mia@a.org\nBcc: eve@b.org"),
                           std::string("mïa@a.org"),
                           std::string("mia@ä.org"),
                           std::string("mia@[127.0.0.1]"),
                           long_part + "a@example.org",
                           "a@" + std::string(64, 'b') + ".org",
                           "a@" + std::string(251, 'b')}) {
    BOOST_TEST(email(text) == "-", text);
  }
}

BOOST_AUTO_TEST_CASE(countries_of_locales, *description("S2-09: the person's or the site's")) {
  BOOST_TEST(country_of("de-AT", "DE") == "AT");
  BOOST_TEST(country_of("zh-Hant-TW", "") == "TW");
  BOOST_TEST(country_of("en-us", "") == "US");
  BOOST_TEST(country_of("de", "CH") == "CH");
  BOOST_TEST(country_of("", "CH") == "CH");
  BOOST_TEST(country_of("es-419", "ES") == "ES");
  BOOST_TEST(country_of("en-u-ca-gb", "US") == "US");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
