// Asks until when a conversation sleeps, and whether a new message wakes it before.

import { dialogButtons, openDialog } from './dialog.js';
import { freshId, h } from './dom.js';
import { localInput, snoozeTimes } from './times.js';
import { titleOf } from './titles.js';

const CHOICES = { hour: 'snoozeHour', evening: 'snoozeEvening', tomorrow: 'snoozeTomorrow', week: 'snoozeWeek' };

/** `onchoose({snoozedUntil, wakeOnMessage})` gets what PATCH takes; `until` is a time in UTC. */
export function askSnooze(frame, { t, times, thread, onchoose }) {
  const name = freshId('until');
  const offered = Object.entries(snoozeTimes()).filter(([, at]) => at);
  const own = ownTime(t, name);
  const wake = h('input', { type: 'checkbox', id: freshId('wake') });
  wake.checked = thread.wakeOnMessage ?? true;
  const form = h('form', { class: 'dialog-body', novalidate: true, onsubmit: (event) => submit(event) },
    h('fieldset', { class: 'choices' }, h('legend', { class: 'visually-hidden' }, t('snoozeUntil')),
      ...offered.map(([key, at], index) => choice({ name, value: at.toISOString(), label: t(CHOICES[key]), more: times.moment(at), checked: index === 0 })),
      own.choice, own.field, own.problem),
    h('label', { class: 'check', for: wake.id }, wake, t('wakeOnMessage')),
    dialogButtons(t, { label: t('snoozeDo'), oncancel: () => dialog.close() }));
  const dialog = openDialog(frame, { t, title: t('snoozeTitle', { name: titleOf(t, thread) }), name: 'snooze', body: [form] });
  form.querySelector('input').focus();

  function submit(event) {
    event.preventDefault();
    const until = own.radio.checked ? own.read() : form.querySelector(`[name="${name}"]:checked`).value;
    if (!until) return;
    dialog.close();
    onchoose({ snoozedUntil: until, wakeOnMessage: wake.checked });
  }
}

function choice({ name, value, label, more = '', checked = false }) {
  const radio = h('input', { type: 'radio', name, value, id: freshId('choice'), checked });
  return h('label', { class: 'choice', for: radio.id }, radio, h('span', { class: 'choice-label' }, label), h('span', { class: 'choice-more' }, more));
}

// The choice of a time of one's own. `read()` gives it in UTC, or says beside the field what is wrong with it.
function ownTime(t, name) {
  const problem = h('p', { class: 'field-problem', id: freshId('problem'), role: 'alert', hidden: true });
  const node = choice({ name, value: 'own', label: t('snoozeOwn') });
  const radio = node.querySelector('input');
  const field = h('input', {
    type: 'datetime-local', class: 'input own-time', 'aria-label': t('snoozeOwnTime'), 'aria-describedby': problem.id,
    min: localInput(new Date()), value: localInput(new Date(Date.now() + 2 * 86400000)), onfocus: () => { radio.checked = true; },
  });
  const read = () => {
    const at = new Date(field.value);
    const isGood = at.getTime() > Date.now();
    problem.textContent = isGood ? '' : t('snoozeOwnProblem');
    problem.hidden = isGood;
    field.setAttribute('aria-invalid', String(!isGood));
    if (!isGood) field.focus();
    return isGood ? at.toISOString() : null;
  };
  return { choice: node, radio, field, problem, read };
}
