// <chalkline-family>: as high as what it holds, one column.

import { dialogSheet } from './dialogs.js';
import { frameSheet } from './frame.js';
import { sheet } from './sheet.js';
import { themeSheet } from './theme.js';

const familySheet = sheet(`
:host { block-size: auto; min-block-size: 0; contain: none; }
h3 { margin: 0; font: inherit; }
.family { position: relative; display: flex; flex-direction: column; gap: 1rem; color: var(--_text); font: 400 .9375rem/1.45 var(--chalkline-font, inherit); overflow-wrap: anywhere; }
.banner { border-radius: .75rem; }
.sides { display: grid; gap: 1rem; }
.side, .invitation-card, .signed-out-box, .failed { background: var(--_surface); border: var(--chalkline-border, 1px solid var(--_line)); border-radius: var(--chalkline-radius, .875rem); }
.side { display: flex; flex-direction: column; gap: 1.25rem; padding: 1.25rem; }
.side > header { display: grid; gap: .25rem; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.2; text-wrap: balance; }
h2:focus-visible { outline-offset: 4px; border-radius: .25rem; }
h3 { font-size: .9375rem; font-weight: 650; }
.group { display: grid; gap: .5rem; }
.none { color: var(--_muted); padding: .75rem 0; }
.waiting { display: flex; align-items: center; justify-content: center; gap: .75rem; padding: 2rem; color: var(--_muted); }
.failed { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; padding: 1rem 1.25rem; }
.signed-out-box { display: grid; justify-items: center; padding: 0 1rem 2rem; }

.links { display: grid; border: 1px solid var(--_line); border-radius: .75rem; overflow: hidden; }
.link-row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; padding: .75rem; }
.link-row + .link-row { border-block-start: 1px solid var(--_line); }
.link-row[aria-busy="true"] .link-buttons { opacity: .6; }
.no-picture { background: var(--_hover); color: var(--_muted); }
.link-row > .avatar { align-self: flex-start; }
.link-main { flex: 1 1 14rem; min-inline-size: 0; display: grid; gap: .125rem; }
.link-name { font-weight: 600; }
.link-meaning { margin-block-start: .25rem; max-inline-size: 34rem; text-wrap: pretty; }
.link-buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-inline-start: auto; }
.link-row > .problem { flex-basis: 100%; }
.problem { padding: .375rem .875rem; border-radius: .75rem; background: var(--_danger-soft); color: var(--_danger); font-size: .875rem; }
.past summary { cursor: pointer; color: var(--_muted); font-weight: 550; padding-block: .25rem; border-radius: .25rem; justify-self: start; }
.past .links { margin-block-start: .5rem; }
.past .link-name { font-weight: 500; }

.link-form { display: grid; gap: .5rem; padding-block-start: 1.25rem; border-block-start: 1px solid var(--_line); }
.link-form label { font-weight: 550; }
.link-form-line { display: flex; flex-wrap: wrap; gap: .5rem; }
.link-form-line .input { flex: 1 1 14rem; max-inline-size: 28rem; }
.link-form-line .button { min-block-size: 2.5rem; }
.told:empty { display: none; }
.told { padding: .5rem .875rem; border-radius: .75rem; background: var(--_accent-soft); font-size: .875rem; }

.invitation-card { display: flex; align-items: flex-start; gap: 1rem; padding: 1.25rem; border-color: var(--_accent); }
.invitation-card.is-bad { border-color: var(--_line); }
.invitation-card .empty-icon { flex: none; margin: 0; inline-size: 2.75rem; block-size: 2.75rem; }
.invitation-card .icon { inline-size: 1.375rem; block-size: 1.375rem; }
.is-bad .empty-icon { background: var(--_notice-soft); color: var(--_notice); }
.invitation-main { flex: 1; min-inline-size: 0; display: grid; gap: .5rem; }
.invitation-main p { max-inline-size: 36rem; text-wrap: pretty; }
.invitation-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-block-start: .25rem; }

.toasts { position: fixed; inset-block-end: 1.5rem; inset-inline: 1rem; }
@media (pointer: coarse) {
  .link-form-line .button, .past summary { min-block-size: 2.75rem; }
  .past summary { line-height: 2.25rem; }
}
@media (max-width: 640px) {
  .side, .invitation-card { padding: 1rem; }
  .link-form-line .button { flex: 1 1 100%; }
  .link-buttons { flex: 1 1 100%; margin: 0; }
  .link-buttons .button { flex: 1 1 auto; padding-inline: .75rem; }
}
`);

export const familySheets = [themeSheet, frameSheet, dialogSheet, familySheet];
