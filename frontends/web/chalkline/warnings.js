// What the server remarks about a message that it accepted: `warnings` [{code, spans}] in the answer to sending or changing it.

/** A sentence for the message, or null. */
export function warningOf(t, answer) {
  const warnings = answer?.warnings ?? answer?.message?.warnings ?? [];
  const told = warnings.map((warning) => t(`warning_${warning.code ?? warning}`) || warning.detail).filter(Boolean);
  return told.length ? told.join(' ') : null;
}
