// Words. Each language is a flat table; `{name}` takes a value, and `{one: …, other: …}` is chosen by the plural rules for `n`.

import { de } from './strings/de.js';
import { en } from './strings/en.js';

const tables = { en, de };
const RIGHT_TO_LEFT = ['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'];

/** Adds a language, or replaces single strings of one: `addStrings('fr', {…})`. Missing keys fall back to English. */
export function addStrings(lang, table) {
  tables[lang] = { ...tables[lang], ...table };
}

/** The language to speak for an element: its own `lang`, else the page's, else the browser's, as far as we know it. */
export function languageFor(element) {
  const asked = [element.closest('[lang]')?.lang, document.documentElement.lang, ...navigator.languages];
  return asked.find((lang) => lang && tables[lang.split('-')[0]]) ?? 'en';
}

/**
 * Which way an element reads: null where a `dir` on or around it says so, else that of the nearest `lang`, also where its words are not
 * known here.
 */
export function directionFor(element) {
  if (element.closest('[dir]')) return null;
  const lang = element.closest('[lang]')?.lang || document.documentElement.lang || navigator.language;
  try {
    const locale = new Intl.Locale(lang).maximize();
    return RIGHT_TO_LEFT.includes(locale.script) ? 'rtl' : 'ltr';
  } catch {
    return null;
  }
}

/** A function `t(key, values)` for one language. */
export function stringsFor(lang) {
  const short = lang.split('-')[0];
  const table = { ...en, ...tables[short], ...tables[lang] };
  const plural = new Intl.PluralRules(short);
  return (key, values = {}) => fill(chosen(table[key], plural, values.n), values);
}

function chosen(entry, plural, n) {
  return typeof entry === 'object' ? entry[plural.select(n)] ?? entry.other : entry;
}

function fill(text = '', values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? valueOf(key, values) : whole));
}

const NAMES = ['name', 'student', 'parent'];

// A person's name inside a sentence is isolated, and loses its own direction controls, so that it cannot reorder the sentence.
function valueOf(key, values) {
  if (!NAMES.includes(key)) return String(values[key]);
  return `\u2068${String(values[key]).replace(/[\u202a-\u202e\u2066-\u2069]/g, '')}\u2069`;
}
