// A modal dialog. The browser's own <dialog> keeps the focus inside, closes on Escape and gives the focus back to where it was.

import { freshId, h, iconButton } from './dom.js';

/**
 * Shows `body` under `title` inside `frame`, until it is closed. `onclose()` is called once, however it was closed.
 * Returns {node, close()}.
 */
export function openDialog(frame, { t, title, name, body, onclose = () => {} }) {
  const id = freshId('dialog');
  const node = h('dialog', { class: `dialog ${name}`, 'aria-labelledby': id });
  const close = () => node.close();
  node.append(
    h('header', { class: 'dialog-head' }, h('h2', { id }, title), iconButton('close', t('close'), { onclick: close })),
    ...body);
  node.addEventListener('close', () => {
    node.remove();
    onclose();
  });
  frame.append(node);
  node.showModal();
  return { node, close };
}

/** Closes whatever dialogs are open over `frame`. True where the focus was there or in the frame: it needs another place then. */
export function closeDialogs(frame) {
  const open = [...frame.querySelectorAll('dialog[open]')];
  const hadFocus = open.length > 0 || frame.getRootNode().activeElement !== null;
  for (const node of open) node.close();
  return hadFocus;
}

/** The row of buttons that ends a dialog: the way out first, the deed last. */
export function dialogButtons(t, { label, danger = false, oncancel }) {
  return h('div', { class: 'dialog-buttons' },
    h('button', { type: 'button', class: 'button', onclick: oncancel }, t('cancel')),
    h('button', { type: 'submit', class: `button primary${danger ? ' danger' : ''}` }, label));
}

/**
 * Asks before something is done: `text` says what will happen. `onyes()` may throw an ApiError; `explain(error)` then says in the
 * dialog, which stays open, why it was not done. The focus begins on the way out.
 */
export function confirm(frame, { t, title, text, label, onyes, explain }) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const form = h('form', { class: 'dialog-body', onsubmit: (event) => submit(event) },
    h('p', {}, text), problem, dialogButtons(t, { label, danger: true, oncancel: () => dialog.close() }));
  const dialog = openDialog(frame, { t, title, name: 'confirm', body: [form] });
  form.querySelector('.button').focus();

  async function submit(event) {
    event.preventDefault();
    const button = form.querySelector('.primary');
    button.disabled = true;
    try {
      await onyes();
      dialog.close();
    } catch (error) {
      if (error.status === undefined) throw error;
      problem.textContent = explain(error);
      problem.hidden = false;
      button.disabled = false;
    }
  }
}
