#include "transcript_words.h"

namespace chalkline {
namespace {

constexpr TranscriptWords english{
    .code = "en",
    .title = "Transcript of a conversation",
    .site = "Site",
    .people = "Between",
    .about = "About",
    .begun = "Begun",
    .made = "Made",
    .times = "Times are those of",
    .message = "Message",
    .changed = "changed message",
    .removed = "removed message",
    .automatic = "automatic reply",
    .from_site = "The site",
    .erased_person = "Deleted account",
    .read = "Read",
    .not_read = "Not read yet",
    .receipts_hidden = "When messages were read is not shown, as one of the two does not share it.",
    .later_changed = "Changed or removed later:",
    .earlier_withheld = "This earlier text was replaced. It is kept for moderation alone.",
    .text_erased = "This text has been erased for good.",
    .removed_body = "The message was removed.",
    .entry = "Entry",
    .older = "From before the chain: nothing vouches for it but the signature.",
    .overseen = "Read by an overseer. Reason:",
    .overseen_until = "until",
    .part = "This is a part of the conversation: messages",
    .next_part = "Next part",
    .head = "Newest entry",
    .signed_with = "Signed with the site's key",
    .not_signed = "This transcript is not signed: the site has no key for it.",
    .check = "To check this file: chalkline verify FILE --key PUBLIC.pem",
    .nothing = "Nothing has been written yet."};

constexpr TranscriptWords german{
    .code = "de",
    .title = "Protokoll einer Unterhaltung",
    .site = "Website",
    .people = "Zwischen",
    .about = "Über",
    .begun = "Begonnen",
    .made = "Erstellt",
    .times = "Zeiten gelten für",
    .message = "Nachricht",
    .changed = "hat geändert: Nachricht",
    .removed = "hat gelöscht: Nachricht",
    .automatic = "automatische Antwort",
    .from_site = "Die Website",
    .erased_person = "Gelöschtes Konto",
    .read = "Gelesen",
    .not_read = "Noch nicht gelesen",
    .receipts_hidden =
        "Wann Nachrichten gelesen wurden, wird nicht gezeigt, weil eine der beiden Personen es "
        "nicht mitteilt.",
    .later_changed = "Später geändert oder gelöscht:",
    .earlier_withheld =
        "Dieser frühere Text wurde ersetzt. Er wird nur für die Moderation aufbewahrt.",
    .text_erased = "Dieser Text wurde endgültig gelöscht.",
    .removed_body = "Die Nachricht wurde gelöscht.",
    .entry = "Eintrag",
    .older = "Aus der Zeit vor der Kette: Dafür bürgt nur die Unterschrift.",
    .overseen = "Von einer Aufsicht gelesen. Grund:",
    .overseen_until = "bis",
    .part = "Dies ist ein Teil der Unterhaltung: Nachrichten",
    .next_part = "Nächster Teil",
    .head = "Neuester Eintrag",
    .signed_with = "Unterschrieben mit dem Schlüssel der Website",
    .not_signed =
        "Dieses Protokoll ist nicht unterschrieben: Die Website hat dafür keinen Schlüssel.",
    .check = "Diese Datei prüfen: chalkline verify DATEI --key PUBLIC.pem",
    .nothing = "Es wurde noch nichts geschrieben."};

std::string_view english_for(rules::Role role) {
  switch (role) {
    case rules::Role::tutor:
      return "Tutor";
    case rules::Role::student:
      return "Student";
    case rules::Role::parent:
      return "Parent";
    case rules::Role::institution_admin:
      return "Institution";
    case rules::Role::support:
      return "Support";
    case rules::Role::moderator:
      return "Moderation";
    case rules::Role::platform_admin:
      return "Administration";
  }
  return {};
}

std::string_view german_for(rules::Role role) {
  switch (role) {
    case rules::Role::tutor:
      return "Lehrkraft";
    case rules::Role::student:
      return "Lernende Person";
    case rules::Role::parent:
      return "Elternteil";
    case rules::Role::institution_admin:
      return "Einrichtung";
    case rules::Role::support:
      return "Support";
    case rules::Role::moderator:
      return "Moderation";
    case rules::Role::platform_admin:
      return "Verwaltung";
  }
  return {};
}

}  // namespace

const TranscriptWords& words_of(Language language) {
  return language == Language::german ? german : english;
}

std::string_view word_for(rules::Role role, Language language) {
  return language == Language::german ? german_for(role) : english_for(role);
}

}  // namespace chalkline
