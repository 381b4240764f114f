/** A stylesheet made in script, which a strict Content-Security-Policy allows where a <style> element would be refused. */
export function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
