// Why the server said no, and what would lift it, in words.

/** A sentence or two. `refusal` is {code, unlockedBy?, limit?}, from `can.refusal` or from a problem. */
export function explain(t, lang, refusal, name) {
  const ways = (refusal.unlockedBy ?? refusal.resetsOn ?? []).map((way) => t(`unlock_${way}`, { name })).filter(Boolean);
  return [reason(t, refusal, name), ways.length ? unlocked(t, lang, ways) : ''].filter(Boolean).join(' ');
}

function reason(t, refusal, name) {
  const known = t(`refused_${refusal.code}`, { name });
  if (refusal.limit && known) {
    return t(`refused_${refusal.code}_limit`, { name, n: refusal.limit }) || known;
  }
  return known || refusal.detail || t('refused');
}

function unlocked(t, lang, ways) {
  const list = new Intl.ListFormat(lang, { type: 'disjunction' }).format(ways);
  return t('unlock', { ways: list });
}
