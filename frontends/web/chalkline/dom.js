// Small helpers to build and arrange DOM nodes. Text always enters as text nodes: markup never comes from data.

const SVG = 'http://www.w3.org/2000/svg';

const ICONS = {
  add: 'M12 5v14M5 12h14',
  alert: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  archive: 'M4 4h16v4H4zM6 8v12h12V8M10 12h4',
  ban: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.7 5.7l12.6 12.6',
  back: 'M15 5l-7 7 7 7',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2',
  compose: 'M20 12v8H4V4h8M9 15l1-4 8.5-8.5 3 3L13 14z',
  down: 'M6 9l6 6 6-6',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8h.01',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  family: 'M9 4.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3.5 20v-2a5.5 5.5 0 0 1 9.5-3.8M16.5 12a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5M12.5 20.5a4 4 0 0 1 8 0',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  mute: 'M6 16V11a6 6 0 0 1 9.5-4.9M18 11.5V16l1.5 2h-13M10 20.5h4M4 4l16 16',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16M10 20.5h4',
  order: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5',
  phone: 'M7 4h3l1.5 4.5-2 1.5a11 11 0 0 0 4.5 4.5l1.5-2L20 14v3a2 2 0 0 1-2 2A14 14 0 0 1 5 6a2 2 0 0 1 2-2z',
  pin: 'M9 4h6l-1 6 3.5 3.5h-11L10 10 9 4M12 13.5V20',
  repeat: 'M17 3.5l3 3-3 3M20 6.5H8a4 4 0 0 0-4 4M7 20.5l-3-3 3-3M4 17.5h12a4 4 0 0 0 4-4',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20',
  send: 'M4.5 12L20 4.5 15.5 20l-4-6.5zM11.5 13.5L20 4.5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  talk: 'M4 5h16v11H10l-4.5 4v-4H4z',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  unread: 'M4 6h16v12H4zM4 7l8 6 8-6',
};

/** Builds an element. Props starting with "on" are listeners, all others attributes; null and false leave one out. */
export function h(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) setProp(node, key, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
  else node.setAttribute(key, value === true ? '' : value);
}

/** A decorative line icon; its meaning is always said by the label of the control around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon alone and says its label. */
export function iconButton(name, label, props = {}) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, ...props }, icon(name));
}

/** Text written by a person: isolated, in its own direction, so that it cannot reorder what stands around it. */
export function said(name, text, props = {}) {
  return h(name, { dir: 'auto', ...props, class: `said ${props.class ?? ''}`.trim() }, text);
}

/** Text for screen readers only. */
export function hiddenText(text) {
  return h('span', { class: 'visually-hidden' }, text);
}

/** Makes `nodes` the children of `parent`, moving as little as possible and keeping the focus where it was. */
export function arrange(parent, nodes) {
  const focused = parent.getRootNode().activeElement;
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  if (focused && focused !== parent.getRootNode().activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

/** Sets text only when it differs, so that unchanged nodes stay untouched (and unannounced). */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Whether a node has a place on the page; what is hidden or taken out cannot have the focus. */
export function isShown(node) {
  return Boolean(node?.getClientRects().length);
}

let counted = 0;

/** An id that no other element of this page has: for labels, errors and lists that belong to a control. */
export function freshId(what) {
  counted += 1;
  return `${what}-${counted}`;
}
