// What the reader does with a booking: confirm, decline, cancel, enter, leave, propose another time, answer a proposal. Cancelling and
// declining say first what they mean. What the server refuses is said where it was tried.

import { whenNodes, whenText } from './booking-words.js';
import { otherOf, sideOf } from './bookings.js';
import { confirm, dialogButtons, openDialog } from './dialog.js';
import { freshId, h, said } from './dom.js';
import { newClientId } from './outbox.js';
import { explainFailure, explainField } from './refusals.js';
import { problemLine } from './settings-fields.js';
import { localInput } from './times.js';

const LATER = [10, 15, 30, 60];
const MINUTE = 60000;

export class BookingActions {
  /**
   * `frame()` is the node that holds dialogs, `me()` the reader's id; `onchanged(booking)` hears what a booking has become, or null
   * where it must be asked for; `onenter(booking)` that the reader goes in.
   */
  constructor({ api, words, toast, frame, me, onchanged, onenter }) {
    Object.assign(this, { api, words, t: words.t, toast, frame, me, onchanged, onenter });
  }

  /** `row` is {node, problem}. A second press while the first is on its way does nothing. */
  run(action, booking, row) {
    const asking = { cancel: () => this.#cancel(booking), decline: () => this.#decline(booking), propose: () => this.propose(booking) }[action];
    return asking ? asking() : this.#do(action, booking, row);
  }

  /** The same for a booking of which only the id is known; `onknown(booking)` hears it first. */
  async runById(action, id, row, onknown) {
    await this.#guarded(row, async () => {
      const booking = await this.api.booking(id);
      onknown(booking);
      if (!booking.actions.includes(action)) return this.onchanged(booking);
      if (action === 'accept_proposal') return this.#answer(booking);
      await this.run(action, booking, { node: h('p'), problem: row.problem });
    });
  }

  /** A little later, or at a time of one's own. */
  propose(booking) {
    const { t } = this;
    const later = LATER.map((minutes) => ({ minutes, at: new Date(Date.parse(booking.startsAt) + minutes * MINUTE) })).filter(({ at }) => at > new Date());
    const group = freshId('later');
    const own = h('input', { type: 'datetime-local', class: 'input', 'aria-label': t('ownTime'), value: localInput(new Date(booking.startsAt)), oninput: () => { ownChoice.checked = true; } });
    const ownChoice = h('input', { type: 'radio', name: group, value: 'own', checked: !later.length });
    const choices = later.map(({ minutes, at }, index) => h('label', { class: 'choice' },
      h('input', { type: 'radio', name: group, value: at.toISOString(), checked: index === 0 }),
      h('span', { class: 'choice-label' }, t('laterBy', { n: minutes })), h('span', { class: 'choice-more' }, this.words.clock.clock(at))));
    const reason = h('input', { id: freshId('reason'), class: 'input', maxlength: '1000', dir: 'auto' });
    const [timeProblem, reasonProblem] = [problemLine(own), problemLine(reason)];
    this.#form({
      title: t('proposeTitle', { name: this.#nameOf(booking) }), label: t('proposeDo'),
      body: [h('p', {}, t('proposeText')),
        h('fieldset', { class: 'choices' }, ...choices, h('label', { class: 'choice' }, ownChoice, h('span', { class: 'choice-label' }, t('ownTime'))), h('div', { class: 'own-time' }, own, timeProblem.node)),
        h('label', { for: reason.id }, t('reason')), reason, reasonProblem.node],
      submit: async (form) => {
        const chosen = new FormData(form).get(group);
        const startsAt = new Date(chosen === 'own' ? own.value : chosen);
        if (!checked([[timeProblem, Number.isNaN(startsAt.getTime()) && t('snoozeOwnProblem')], [reasonProblem, !reason.value.trim() && t('field_empty')]])) return false;
        return this.#changed('propose', await this.api.proposeTime(booking.id, { startsAt: startsAt.toISOString(), reason: reason.value.trim(), clientId: newClientId() }));
      },
    });
  }

  // What is proposed, with both answers: where it is not seen otherwise.
  #answer(booking) {
    const { t } = this;
    const { proposal, minutes, timeZone } = booking;
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const button = (action, look) => h('button', { type: 'button', class: `button ${look}`.trim(), onclick: () => answer(action) }, t(`do_${action}`));
    const body = h('div', { class: 'dialog-body' },
      h('p', {}, t('proposedByOther', { name: this.#nameOf(booking) })),
      h('p', {}, ...whenNodes(this.words, timeZone, proposal.startsAt, minutes).flatMap((node) => [node, ' '])), said('p', proposal.reason, { class: 'hint' }),
      h('p', { class: 'hint' }, t('insteadOf', { time: whenText(this.words, booking.startsAt, minutes) })), problem,
      h('div', { class: 'dialog-buttons' }, button('decline_proposal', ''), button('accept_proposal', 'primary')));
    const dialog = openDialog(this.frame(), { t, title: t('do_propose'), name: 'booking-dialog', body: [body] });
    const answer = (action) => this.#guarded({ node: body, problem }, async () => {
      if (await this.#changed(action, await this.#request(action, booking))) dialog.close();
    });
  }

  async #do(action, booking, row) {
    await this.#guarded(row, async () => this.#changed(action, await this.#request(action, booking)));
  }

  async #guarded({ node, problem }, work) {
    if (node.ariaBusy === 'true') return;
    node.ariaBusy = 'true';
    say(problem, '');
    try {
      await work();
    } catch (error) {
      if (error.status === undefined) throw error;
      say(problem, explainFailure(this.words, error));
      if ([404, 409, 410].includes(error.status)) this.onchanged(null);
    } finally {
      node.ariaBusy = 'false';
    }
  }

  #request(action, { id, proposal }) {
    if (action === 'accept_proposal') return this.api.answerProposal(id, proposal.id, 'accept');
    if (action === 'decline_proposal') return this.api.answerProposal(id, proposal.id, 'decline');
    return this.api.actOnBooking(id, action);
  }

  async #changed(action, booking) {
    if (action === 'enter') this.onenter(booking);
    await this.onchanged(booking);
    const done = this.t(`done_${action}`, { name: this.#nameOf(booking) });
    if (done) this.toast.show(done);
    return true;
  }

  #decline(booking) {
    const name = this.#nameOf(booking);
    confirm(this.frame(), {
      t: this.t, title: this.t('declineTitle', { name }), text: this.t('declineText', { name }), label: this.t('do_decline'),
      onyes: async () => this.#changed('decline', await this.api.actOnBooking(booking.id, 'decline')),
      explain: (error) => explainFailure(this.words, error),
    });
  }

  // What it means hangs on how settled it is: only what was confirmed can be called off late.
  #cancel(booking) {
    const { t } = this;
    const name = this.#nameOf(booking);
    const side = sideOf(booking, this.me());
    const meaning = booking.state === 'confirmed' ? t(`cancelMeans_${side}`, { name }) : t('cancelMeansNothing', { name });
    const reason = h('input', { id: freshId('reason'), class: 'input', maxlength: '1000', dir: 'auto' });
    this.#form({
      title: t('cancelTitle', { name }), label: t('cancelDo'), danger: true,
      body: [h('p', {}, h('strong', {}, whenText(this.words, booking.startsAt, booking.minutes))), h('p', {}, meaning), h('label', { for: reason.id }, t('reasonOptional')), reason],
      submit: async () => this.#changed('cancel', await this.api.actOnBooking(booking.id, 'cancel', reason.value.trim() ? { reason: reason.value.trim() } : undefined)),
    });
  }

  // A dialog with fields; it stays open with the reason when the server says no. `submit` resolves to false where a field is wrong.
  #form({ title, label, danger = false, body, submit }) {
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const form = h('form', { class: 'dialog-body', novalidate: true, onsubmit: (event) => send(event) },
      ...body, problem, dialogButtons(this.t, { label, danger, oncancel: () => dialog.close() }));
    const dialog = openDialog(this.frame(), { t: this.t, title, name: 'booking-dialog', body: [form] });
    const send = async (event) => {
      event.preventDefault();
      const row = { node: form, problem };
      await this.#guarded(row, async () => {
        if (await submit(form).catch((error) => refuse(this.words, error))) dialog.close();
      });
    };
  }

  #nameOf(booking) {
    return otherOf(booking, this.me()).name;
  }
}

// Bad input names a field; there is one line for all of it here.
function refuse(words, error) {
  const [first] = error.problem?.errors ?? [];
  if (first) error.problem = { ...error.problem, code: '', detail: explainField(words, first) };
  throw error;
}

function checked(pairs) {
  for (const [line, text] of pairs) line.show(text || '');
  return pairs.every(([, text]) => !text);
}

function say(problem, text) {
  problem.textContent = text;
  problem.hidden = !text;
}
