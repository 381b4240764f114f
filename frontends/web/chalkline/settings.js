// The settings of the person: which notifications, a vacation, working hours, time zone and language, read receipts. A refusal stands beside the
// field it is about; what was typed stays.

import { dialogButtons, openDialog } from './dialog.js';
import { h } from './dom.js';
import { hoursFields } from './hours-fields.js';
import { explainFailure, explainField } from './refusals.js';
import { notificationFields, placeFields, receiptFields, vacationFields } from './settings-fields.js';

// Which field a refusal is about that names none.
const FIELD_OF = {
  notification_forced: 'notifications', receipts_forced: 'readReceipts', vacation_needs_message: 'vacation.message', vacation_over: 'vacation.until',
};

/** Opens the settings over `frame`; `onsaved(settings, change)` with what was changed of them. */
export async function openSettings(frame, { api, words, onsaved }) {
  const { t } = words;
  const waiting = h('div', { class: 'dialog-body' }, h('p', { role: 'status' }, t('loading')));
  const dialog = openDialog(frame, { t, title: t('settings'), name: 'settings', body: [waiting] });
  try {
    const settings = await api.settings();
    waiting.replaceWith(settingsForm({ api, words, settings, close: dialog.close, onsaved }));
  } catch (error) {
    if (error.status === undefined) throw error;
    waiting.firstElementChild.textContent = t('actionFailed');
  }
}

function settingsForm({ api, words, settings, close, onsaved }) {
  const { t } = words;
  const groups = [
    notificationFields(words, settings.notifications), vacationFields(words, settings.vacation), hoursFields(words, settings), placeFields(words, settings), receiptFields(words, settings),
  ];
  const foot = formFoot(t, close);
  const form = h('form', { class: 'dialog-body', novalidate: true, onsubmit: (event) => submit(event) }, ...groups.map((group) => group.node), foot.node);
  const problemsNow = () => Object.assign({}, ...groups.map((group) => group.problems), { '': foot.show });

  async function submit(event) {
    event.preventDefault();
    const problems = problemsNow();
    for (const show of Object.values(problems)) show('');
    const change = Object.assign({}, ...groups.map((group) => group.read()));
    if (!Object.keys(change).length) return close();
    foot.setBusy(true);
    try {
      const saved = await api.changeSettings(change);
      close();
      onsaved(saved, change);
    } catch (error) {
      if (error.status === undefined) throw error;
      foot.setBusy(false);
      showProblems(words, problems, error);
      showWrong(form);
    }
  }

  return form;
}

// What stays in view however long the form is: how saving fares, and the buttons. A button that is switched off has given the focus away.
function formFoot(t, close) {
  const busy = h('p', { class: 'hint', role: 'status' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const buttons = dialogButtons(t, { label: t('save'), oncancel: close });
  const save = buttons.querySelector('.primary');
  const setBusy = (isBusy) => {
    busy.textContent = isBusy ? t('saving') : '';
    save.disabled = isBusy;
    if (!isBusy) save.focus({ preventScroll: true });
  };
  const show = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  return { node: h('div', { class: 'dialog-foot' }, busy, problem, buttons), setBusy, show };
}

function showWrong(form) {
  const wrong = form.querySelector('[aria-invalid="true"]');
  wrong?.focus();
  wrong?.scrollIntoView({ block: 'nearest' });
}

function showProblems(words, problems, error) {
  if (error.passing || error.status === 401) return problems[''](explainFailure(words, error));
  const { code, detail, errors } = error.problem;
  for (const one of errors ?? [{ field: FIELD_OF[code] ?? '', code, detail }]) problems[nearest(problems, one.field)](explainField(words, one));
}

// notifications.message.email belongs to notifications.
function nearest(problems, field) {
  const parts = field.split('.');
  while (parts.length && !(parts.join('.') in problems)) parts.pop();
  return parts.join('.');
}
