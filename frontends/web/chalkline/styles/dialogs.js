// Dialogs, and the fields and buttons in them.

import { sheet } from './sheet.js';

export const dialogSheet = sheet(`
.dialog { position: fixed; inset: 0; margin: auto; padding: 0; inline-size: min(30rem, calc(100vw - 2rem)); max-block-size: min(44rem, calc(100dvh - 2rem)); border: 1px solid var(--_line); border-radius: 1rem; background: var(--_raised); color: var(--_text); box-shadow: var(--_shadow); font: 400 .9375rem/1.45 var(--chalkline-font, inherit); overflow: hidden; }
.dialog[open] { display: flex; flex-direction: column; }
.dialog::backdrop { background: rgb(10 15 25 / 45%); }
.dialog-head { display: flex; align-items: center; gap: .75rem; padding: .875rem .75rem .5rem 1.25rem; }
.dialog-head:dir(rtl) { padding-inline: 1.25rem .75rem; }
.dialog-head h2 { flex: 1; min-inline-size: 0; font-size: 1.0625rem; font-weight: 650; text-wrap: balance; }
.dialog-body { display: flex; flex-direction: column; gap: .875rem; min-block-size: 0; padding: .25rem 1.25rem 1.25rem; overflow-y: auto; overscroll-behavior: contain; }
.dialog-buttons { display: flex; justify-content: flex-end; flex-wrap: wrap; gap: .5rem; margin-block-start: .25rem; }
.dialog-foot { display: grid; gap: .5rem; }
.dialog-foot > :empty { display: none; }
.settings .dialog-foot { position: sticky; inset-block-end: -1.25rem; margin-block-end: -1.25rem; padding-block: .75rem 1.25rem; background: var(--_raised); border-block-start: 1px solid var(--_line); }
.settings { inline-size: min(36rem, calc(100vw - 2rem)); }

.button { display: inline-flex; align-items: center; justify-content: center; min-block-size: 2.25rem; padding: .25rem 1rem; border: 1px solid var(--_line); border-radius: 1.25rem; font-weight: 600; color: var(--_text); background: var(--_raised); text-decoration: none; }
.button:hover { border-color: var(--_accent); }
.button.primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
.button.primary.danger { background: var(--_danger); border-color: var(--_danger); color: var(--_raised); }
.button:disabled { opacity: .6; }

.input { inline-size: 100%; min-inline-size: 0; min-block-size: 2.5rem; padding: .375rem .75rem; border: 1px solid var(--_muted); border-radius: .625rem; background: var(--_surface); color: var(--_text); font: inherit; font-size: max(1rem, .9375rem); }
.input::placeholder { color: var(--_muted); opacity: 1; }
.input[aria-invalid="true"] { border-color: var(--_danger); }
.field-problem { color: var(--_danger); font-size: .875rem; }
.hint { color: var(--_muted); font-size: .875rem; }
fieldset { display: flex; flex-direction: column; gap: .5rem; min-inline-size: 0; margin: 0; padding: 0 0 .875rem; border: 0; border-block-end: 1px solid var(--_line); }
fieldset:last-of-type { border: 0; padding: 0; }
legend { padding: 0; margin-block-end: .5rem; font-weight: 650; }
fieldset .details { display: flex; flex-direction: column; gap: .375rem; }
fieldset label { font-weight: 550; }
.check { display: flex; align-items: center; gap: .625rem; min-block-size: 2rem; font-weight: 400 !important; }
input[type="checkbox"], input[type="radio"] { flex: none; inline-size: 1.125rem; block-size: 1.125rem; margin: 0; accent-color: var(--_accent); }

.choices { gap: 0; border: 0; padding: 0; }
.choice { display: flex; align-items: center; gap: .75rem; padding: .625rem .5rem; border-radius: .5rem; font-weight: 400 !important; }
.choice:hover { background: var(--_hover); }
.choice-label { flex: 1; min-inline-size: 0; }
.choice-more { color: var(--_muted); font-size: .875rem; font-variant-numeric: tabular-nums; }
.own-time { margin-inline-start: 2.375rem; inline-size: auto; }

.matrix { border-collapse: collapse; inline-size: 100%; }
.matrix th { padding: .375rem .25rem; font-weight: 550; overflow-wrap: normal; }
.matrix thead th { font-size: .8125rem; color: var(--_muted); text-align: center; }
.matrix td { padding: 0; text-align: center; vertical-align: top; }
.tick { display: inline-grid; justify-items: center; align-content: center; gap: .125rem; min-inline-size: 2.75rem; min-block-size: 2.5rem; }
.forced { color: var(--_muted); font-size: .75rem; font-weight: 400; }

.facts { display: grid; gap: .5rem; margin: 0; }
.facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem; }
.facts dt { color: var(--_muted); }
.facts dd { margin: 0; }
.dialog-body > a.button { align-self: flex-start; }

.day-row { display: grid; grid-template-columns: 7rem minmax(0, 1fr) auto; align-items: start; gap: .25rem .5rem; }
.day-name, .day-closed { padding-block: .5rem; }
.day-closed { color: var(--_muted); grid-column: 2; grid-row: 1; }
.day-hours { display: grid; gap: .375rem; grid-column: 2; grid-row: 1; }
.day-row > .icon-button { grid-column: 3; grid-row: 1; }
.day-hours:empty { display: none; }
.hours-times { display: flex; align-items: center; gap: .375rem; }
.hours-times .input { flex: 1 1 0; max-inline-size: 8.5rem; padding-inline: .5rem .25rem; }

@media (pointer: coarse) {
  .button, .check, .choice, .input, .tick { min-block-size: 2.75rem; }
  .button { min-inline-size: 2.75rem; }
}
@media (max-width: 640px) {
  .day-row { grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; }
  .day-hours { grid-column: 1 / -1; grid-row: 2; }
  .dialog, .settings { inset-block: auto 0; inline-size: 100vw; max-inline-size: 100vw; max-block-size: calc(100dvh - 2rem); border-radius: 1rem 1rem 0 0; margin-inline: 0; padding-block-end: env(safe-area-inset-bottom); }
}
@media (prefers-reduced-motion: no-preference) {
  .dialog[open] { animation: rise .18s ease-out; }
}
`);
