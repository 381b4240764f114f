// What the composer says about writing in a conversation: how many messages are left, or why it is not possible and what lifts it.

import { explainIn } from './refusals.js';

export class WritingRules {
  /** `onunblock(thread)` is for who set the block. */
  constructor({ words, composer, onunblock }) {
    Object.assign(this, { words, composer, onunblock });
    this.limits = new Map();
  }

  show(thread) {
    const { t } = this.words;
    const { can, with: other } = thread;
    const limit = this.#limit(thread);
    const refusal = can.send || !can.refusal ? null : explainIn(this.words, thread, { limit, ...can.refusal });
    if (refusal) this.composer.setProblem('');
    const action = refusal && thread.blockedByMe ? { label: t('unblock'), run: () => this.onunblock(thread) } : null;
    this.composer.setRules({ refusal, action, allowance: this.#allowance(can, limit), allowanceHelp: t('leftHelp', { name: other.name }) });
  }

  /** A refusal of a message told the limit. */
  learn(thread, problem) {
    if (problem.limit && problem.code === 'unanswered_cap_reached') this.limits.set(thread.id, problem.limit);
  }

  #allowance(can, limit) {
    if (can.remaining === null || can.remaining === undefined || !can.send) return '';
    return this.words.t(limit ? 'leftOf' : 'left', { n: can.remaining, limit });
  }

  // The server tells the limit with a refusal. Right after an answer of the other, all of it is left: so it is known then too.
  #limit({ id, can, lastMessage, with: other }) {
    const isAnswered = lastMessage?.kind === 'text' && lastMessage.senderId === other.id;
    const told = can.limit ?? can.refusal?.limit ?? (isAnswered ? can.remaining : null);
    if (told) this.limits.set(id, told);
    return this.limits.get(id) ?? null;
  }
}
