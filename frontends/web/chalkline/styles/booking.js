// <chalkline-booking>: as high as what it holds, one column.

import { cardSheet } from './cards.js';
import { dialogSheet } from './dialogs.js';
import { frameSheet } from './frame.js';
import { listSheet } from './list.js';
import { newMessageSheet } from './new-message.js';
import { sheet } from './sheet.js';
import { themeSheet } from './theme.js';

const bookingSheet = sheet(`
:host { block-size: auto; min-block-size: 0; contain: none; }
h3, ol { margin: 0; padding: 0; font: inherit; list-style: none; }
.booking { position: relative; display: flex; flex-direction: column; gap: 1rem; color: var(--_text); font: 400 .9375rem/1.45 var(--chalkline-font, inherit); overflow-wrap: anywhere; }
.banner { border-radius: .75rem; }
.booking-content { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.booking-tools { display: flex; flex-wrap: wrap; gap: .375rem; }
.booking-tools .filter { background: var(--_surface); box-shadow: inset 0 0 0 1px var(--_line); padding: .4rem .9rem; font-size: .875rem; }
.booking-tools .filter[aria-pressed="true"] { background: var(--_accent-soft); box-shadow: inset 0 0 0 1px var(--_accent); }
.panel, .failed, .signed-out-box { background: var(--_surface); border: var(--chalkline-border, 1px solid var(--_line)); border-radius: var(--chalkline-radius, .875rem); }
.panel { display: flex; flex-direction: column; gap: 1.25rem; padding: 1.25rem; }
.panel > header { display: grid; gap: .25rem; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.2; text-wrap: balance; }
h3 { font-size: .9375rem; font-weight: 650; }
h3:focus-visible { outline-offset: 4px; border-radius: .25rem; }
.none { color: var(--_muted); padding: .5rem 0; }
.waiting { display: flex; align-items: center; justify-content: center; gap: .75rem; padding: 2rem; color: var(--_muted); }
.failed { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; padding: 1rem 1.25rem; }
.signed-out-box { display: grid; justify-items: center; padding: 0 1rem 2rem; }
.problem { padding: .375rem .875rem; border-radius: .75rem; background: var(--_danger-soft); color: var(--_danger); font-size: .875rem; }
.told:empty { display: none; }
.told { padding: .5rem .875rem; border-radius: .75rem; background: var(--_accent-soft); font-size: .875rem; }
.form-end { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: .75rem; }
form label { font-weight: 550; }

.booking-lists { display: grid; gap: 1.5rem; }
.booking-group { display: grid; gap: .5rem; justify-items: stretch; }
.group-head { display: flex; align-items: center; gap: .5rem; }
.booking-list { border: 1px solid var(--_line); border-radius: .75rem; overflow: hidden; }
.booking-list:empty { display: none; }
.booking-group > .more { justify-self: center; }
.booking-row { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .5rem .75rem; padding: .875rem .75rem; align-items: start; }
.booking-row + .booking-row { border-block-start: 1px solid var(--_line); }
.booking-row > :not(.avatar, .booking-main, .state-mark) { grid-column: 2 / -1; }
.booking-row[aria-busy="true"] .booking-buttons { opacity: .6; }
.booking-main { display: grid; gap: .125rem; min-inline-size: 0; }
.booking-name { display: flex; flex-wrap: wrap; gap: .125rem .5rem; font-weight: 600; }
.booking-subject { color: var(--_muted); font-weight: 400; }
.booking-when { display: flex; flex-wrap: wrap; gap: 0 .5rem; font-variant-numeric: tabular-nums; }
.booking-buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
.booking-buttons .button { padding-inline: .875rem; font-size: .9375rem; }
.booking-buttons:empty { display: none; }
.booking-details summary { cursor: pointer; inline-size: fit-content; color: var(--_muted); font-size: .875rem; border-radius: .25rem; }
.booking-details .facts { margin-block: .5rem .75rem; font-size: .875rem; }
.booking-details .button .icon { inline-size: 1rem; block-size: 1rem; margin-inline-end: .375rem; }
.facts > div { grid-template-columns: 10rem minmax(0, 1fr); }
.proposal { display: flex; gap: .625rem; padding: .625rem .875rem; border-radius: .75rem; background: var(--_notice-soft); color: var(--_notice); }
.proposal .hint { color: inherit; }

.booking-form, .series-page, .series-form, .availability-form, .feed { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
.booking-form fieldset, .series-form fieldset { border: 0; padding: 0; }
.tutor-choice > .more { align-self: center; }
.side-choice { flex-flow: row wrap; gap: 0 1.25rem; }
.form-line { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; }
.form-line > div { display: grid; gap: .25rem; flex: 1 1 9rem; }
.form-line > .is-wide { flex: 3 1 14rem; }
.form-grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); gap: .75rem; align-items: start; }
.form-grid > div, .series-form > div:not([hidden], .form-grid, .form-end) { display: grid; gap: .25rem; }
.chosen { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; }
.tutor-list { display: grid; gap: .5rem; }
.tutor-option { display: flex; align-items: center; gap: .75rem; padding: .625rem .75rem; border: 1px solid var(--_line); border-radius: .75rem; cursor: pointer; }
.tutor-option:hover { background: var(--_hover); }
.tutor-option:has(:checked) { border-color: var(--_accent); background: var(--_accent-soft); }
.tutor-option:has(:checked) .hint { color: var(--_text); }
.tutor-main { display: grid; min-inline-size: 0; font-weight: 400; }
.tutor-name { font-weight: 600; }

.slots { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.slots-head { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .5rem; }
.range { font-weight: 550; min-inline-size: 9rem; text-align: center; }
.is-forth .icon { transform: scaleX(-1); }
.icon-button:disabled { opacity: .35; }
:dir(rtl) .icon-back { transform: scaleX(-1); }
:dir(rtl) .is-forth .icon { transform: none; }
.ways { display: flex; gap: .375rem; margin-inline-start: auto; }
.day-strip { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: .375rem; }
.day-button { display: grid; justify-items: center; padding: .375rem .125rem; border: 1px solid var(--_line); border-radius: .75rem; font-size: .8125rem; color: var(--_text); }
.day-button strong { font-size: 1rem; font-weight: 650; }
.day-button:hover:not(:disabled) { border-color: var(--_accent); }
.day-button:disabled { color: var(--_muted); background: var(--_hover); border-color: transparent; }
.day-button:disabled strong { font-weight: 400; }
.day-button[aria-pressed="true"]:not(:disabled) { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
.slots-status { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; color: var(--_muted); min-block-size: 1.5rem; }
.slot-days { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.slot-day { display: grid; gap: .5rem; }
.slot-list { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .5rem; }
.slot { display: grid; justify-items: center; align-content: center; inline-size: 100%; block-size: 100%; min-block-size: 2.5rem; padding: .25rem .375rem; border: 1px solid var(--_line); border-radius: .625rem; font-variant-numeric: tabular-nums; font-weight: 550; }
.slot small { font-size: .75rem; font-weight: 400; color: var(--_muted); text-align: center; }
.slot:hover { border-color: var(--_accent); }
.slot[aria-pressed="true"] { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
.slot[aria-pressed="true"] small { color: inherit; }
.booking-form > .form-end { position: sticky; inset-block-end: 0; margin: 0 -1.25rem -1.25rem; padding: .75rem 1.25rem; background: var(--_surface); border-block-start: 1px solid var(--_line); border-radius: 0 0 var(--chalkline-radius, .875rem) var(--chalkline-radius, .875rem); }
.summary { flex: 1 1 14rem; display: flex; flex-wrap: wrap; gap: 0 .5rem; font-variant-numeric: tabular-nums; }
.summary bdi { font-weight: 600; }

.availability-form { gap: .75rem; }
.availability-form fieldset { margin-block-start: .75rem; }
.availability-form .button { align-self: flex-start; }
.exceptions { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.exceptions:empty { display: none; }
.exception { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; }
.exception-line { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; }
.exception-line > .input { flex: 1 1 9rem; inline-size: auto; }
.exception-times { display: flex; align-items: center; gap: .375rem; flex: 2 1 14rem; min-inline-size: 0; }
.exception-times .input { flex: 1 1 0; padding-inline: .5rem .25rem; }
.feed-address { display: grid; gap: .375rem; padding: .875rem; border-radius: .75rem; background: var(--_accent-soft); }
.feed-address .hint { color: var(--_text); }
.feed-address label { font-weight: 550; }
.link-form-line { display: flex; flex-wrap: wrap; gap: .5rem; }
.link-form-line .input { flex: 1 1 14rem; }
.series-result { display: grid; gap: .75rem; }

.toasts { position: fixed; inset-block-end: 1.5rem; inset-inline: 1rem; }
@media (pointer: coarse) {
  .day-button, .slot, .booking-tools .filter { min-block-size: 2.75rem; }
  .booking-details summary { min-block-size: 2.75rem; line-height: 2.75rem; }
  .tutor-option input { inline-size: 1.5rem; block-size: 1.5rem; }
}
@media (max-width: 640px) {
  .panel { padding: 1rem; }
  .booking-form > .form-end { margin: 0 -1rem -1rem; padding: .75rem 1rem; }
  .booking-row { grid-template-columns: auto minmax(0, 1fr); padding: .875rem .625rem; }
  .booking-row > .state-mark { grid-column: 2; justify-self: start; }
  .booking-row > :not(.avatar, .booking-main, .state-mark) { grid-column: 1 / -1; }
  .booking-buttons .button { flex: 1 1 auto; padding-inline: .75rem; }
  .form-end .button { flex: 1 1 auto; }
  .facts > div { grid-template-columns: 8rem minmax(0, 1fr); }
  .slots-head { justify-content: space-between; }
  .ways { flex: 1 1 100%; margin: 0; }
  .ways .filter { flex: 1; }
}
@media (forced-colors: active) {
  .day-button[aria-pressed="true"], .slot[aria-pressed="true"], .tutor-option:has(:checked) { outline: 2px solid Highlight; }
}
`);

export const bookingSheets = [themeSheet, frameSheet, listSheet, newMessageSheet, dialogSheet, cardSheet, bookingSheet];
