// Why the server said no, and what would lift it, in words.

/** A sentence or two. `refusal` is {code, unlockedBy?, limit?, until?}, from `can.refusal` or from a problem; `words` {t, lang, times}. */
export function explain(words, refusal, name) {
  const { t } = words;
  const ways = (refusal.unlockedBy ?? refusal.resetsOn ?? []).map((way) => t(`unlock_${way}`, { name })).filter(Boolean);
  return [reason(words, refusal, name), ways.length ? unlocked(words, refusal.code, ways) : ''].filter(Boolean).join(' ');
}

/** The same in a conversation: there, "no parent" means the one whom it is with. */
export function explainIn(words, thread, refusal) {
  const code = refusal.code === 'no_parent_linked' ? 'parent_not_linked' : refusal.code;
  return explain(words, { ...refusal, code }, thread.with.name);
}

/** Why a request failed, whichever way: `error` is an ApiError. Too often says from when it may be tried again. */
export function explainFailure(words, error, name = '') {
  const { t, times } = words;
  if (error.status === 401) return t('signedOut');
  if (error.status === 429) return error.retryAfter ? t('tooOftenUntil', { time: times.moment(Date.now() + error.retryAfter) }) : t('tooOften');
  return error.passing ? t('actionFailed') : explain(words, error.problem, name);
}

/** What is wrong with one field of a form: {code, detail} of a problem's `errors`, or a refusal that belongs to it. */
export function explainField({ t }, { code, detail }) {
  return t(`field_${code}`) || t(`refused_${code}`) || detail || t('field_malformed');
}

function reason({ t, times }, refusal, name) {
  if (refusal.status === 401) return t('signedOut');
  const known = t(`refused_${refusal.code}`, { name });
  const exact = {
    _limit: refusal.limit && { n: refusal.limit },
    _until: refusal.until && { time: times.moment(refusal.until) },
  };
  for (const [suffix, values] of Object.entries(exact)) {
    const told = values && t(`refused_${refusal.code}${suffix}`, { name, ...values });
    if (told) return told;
  }
  return known || refusal.detail || t('refused');
}

// Not every refusal keeps the reader from writing at all: such a one has a sentence of its own.
function unlocked({ t, lang }, code, ways) {
  const list = new Intl.ListFormat(lang, { type: 'disjunction' }).format(ways);
  return t(`unlock_with_${code}`, { ways: list }) || t('unlock', { ways: list });
}
