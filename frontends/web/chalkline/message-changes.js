// Changing and removing one's own messages. One message is changed at a time; what was typed is kept in the tab until it is saved
// or given up. How long a message may be changed is the server's to say: what it refused for its age is not offered again.

import { confirm } from './dialog.js';
import { Editor } from './editor.js';
import { explain } from './refusals.js';
import { withWarning } from './warnings.js';

/** The longest that a site may let a message be changed: how long its own does is not told. */
export const LONGEST_WINDOW_MS = 24 * 3600000;
const FINAL = ['edit_window_over', 'message_removed', 'not_your_message', 'not_found'];

export class MessageChanges {
  /**
   * `on` has `changed(message)` with what the server answered and its `warning`, `shown()` when the log looks different, `done(seq)` when the field
   * goes, and `reuse(text)` when the text is to be a new message. `frame` holds dialogs.
   */
  constructor({ api, drafts, words, menu, frame, on }) {
    Object.assign(this, { api, drafts, words, menu, frame, on });
    this.window = LONGEST_WINDOW_MS;
    this.editor = null;
    this.thread = null;
  }

  /** Another thread, or none: the field goes, its text stays kept. */
  leave() {
    this.editor = null;
    this.thread = null;
  }

  /** Goes on with a change that was begun before. */
  resume(thread, messages) {
    const kept = this.drafts.edit(thread);
    const message = kept && messages.bySeq.get(kept.seq);
    if (message) this.#begin(thread, message, kept.text);
  }

  /** Whether to offer it at all. */
  mayChange({ message, mine }, now = Date.now()) {
    return mine && message.kind === 'text' && now - Date.parse(message.at) <= this.window;
  }

  openMenu(anchor, thread, message) {
    const { t } = this.words;
    this.menu.open(anchor, t('messageActions'), [
      { name: 'edit', icon: 'edit', label: t('edit'), run: () => this.edit(thread, message) },
      { name: 'remove', icon: 'trash', label: t('remove'), danger: true, run: () => this.remove(thread, message) },
    ]);
  }

  edit(thread, message) {
    if (this.editor?.seq !== message.seq) this.#begin(thread, message, message.body);
    this.on.shown();
    this.editor.focus();
  }

  remove(thread, message) {
    const { t } = this.words;
    confirm(this.frame, {
      t,
      title: t('removeTitle'),
      text: t('removeText', { name: thread.with.name }),
      label: t('remove'),
      onyes: async () => this.on.changed(withWarning(t, await this.api.removeMessage(thread.id, message.seq), '')),
      explain: (error) => this.#why(error, thread, message),
    });
  }

  #begin(thread, message, text) {
    this.thread = thread;
    this.editor = new Editor({ t: this.words.t, message, text, on: {
      save: (wanted) => this.#save(thread, message, wanted),
      cancel: () => this.#end(),
      draft: (typed) => this.drafts.setEdit(thread, { seq: message.seq, text: typed }),
      reuse: (typed) => this.#reuse(typed),
    } });
  }

  async #save(thread, message, text) {
    const { editor } = this;
    editor.setProblem('');
    editor.setBusy(true);
    try {
      const changed = await this.api.changeMessage(thread.id, message.seq, text);
      this.drafts.setEdit(thread, null);
      if (this.editor === editor) this.#end();
      this.on.changed(withWarning(this.words.t, changed, text));
    } catch (error) {
      if (error.status === undefined) throw error;
      editor.setBusy(false);
      editor.setProblem(this.#why(error, thread, message), { spans: error.problem.spans, isFinal: FINAL.includes(error.code) });
    }
  }

  #end() {
    const { seq } = this.editor;
    this.drafts.setEdit(this.thread, null);
    this.leave();
    this.on.shown();
    this.on.done(seq);
  }

  #reuse(text) {
    this.#end();
    this.on.reuse(text);
  }

  #why(error, thread, message) {
    if (error.code === 'edit_window_over') this.window = Math.min(this.window, Date.now() - Date.parse(message.at));
    return error.passing ? this.words.t('actionFailed') : explain(this.words, error.problem, thread.with.name);
  }
}
