// The pane of a new message: whom to, and what.

import { sheet } from './sheet.js';

export const newMessageSheet = sheet(`
.new-message .head { padding-block: .875rem; }
.new-message .head .who { flex: 1; }
.is-narrow .new-message .leave { display: none; }
.recipient { padding: .875rem 1.25rem; background: var(--_surface); border-block-end: 1px solid var(--_line); }
.people-field { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: .375rem .75rem; }
.people-field label, .to { color: var(--_muted); font-weight: 550; }
.people-status { grid-column: 1 / -1; color: var(--_muted); font-size: .8125rem; }
.recipient > .people-status:empty { display: none; }
.people { position: absolute; inset-block-start: calc(100% + .25rem); inset-inline: 0; z-index: 1; max-block-size: 18rem; overflow-y: auto; padding: .375rem; border: 1px solid var(--_line); border-radius: .75rem; background: var(--_raised); box-shadow: var(--_shadow); }
.person-option { display: flex; align-items: center; gap: .75rem; min-block-size: 2.75rem; padding: .375rem .625rem; border-radius: .5rem; cursor: pointer; }
.person-option[aria-selected="true"] { background: var(--_accent-soft); }
.person-option .avatar { inline-size: 2.25rem; block-size: 2.25rem; }
.person-text { display: grid; min-inline-size: 0; }
.person-role { color: var(--_muted); font-size: .8125rem; }
.ways { display: flex; flex-wrap: wrap; gap: .375rem; margin-block-end: .75rem; }
.tutor-field { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: .5rem .75rem; }
.tutor-field label { color: var(--_muted); font-weight: 550; }
.tutors { grid-column: 1 / -1; max-block-size: 16rem; overflow-y: auto; }
.tutors:empty { display: none; }
button.person-option { inline-size: 100%; text-align: start; }
button.person-option:hover { background: var(--_hover); }
.parent-choice { gap: 0; border: 0; padding: .75rem 0 0; }
.parent-choice .avatar { inline-size: 2.25rem; block-size: 2.25rem; }
.avatar.all { background: var(--_accent-soft); color: var(--_accent); }
.sent-copies { flex: 1; min-block-size: 0; overflow-y: auto; padding: 1rem 1.25rem; display: grid; align-content: start; gap: .75rem; }
.sent-copies h3 { margin: 0; font: inherit; font-weight: 650; outline: 0; }
.copies-text { padding: .5rem .875rem; border-radius: 1.125rem; background: var(--_bubble-mine); color: var(--_on-bubble-mine); justify-self: start; max-inline-size: 36rem; white-space: pre-wrap; text-align: start; }
.copies-warning:empty { display: none; }
.copies-warning .warning { display: inline-block; }
.copies { background: var(--_surface); border: 1px solid var(--_line); border-radius: .75rem; padding: .375rem; }
.copies .receipt { font-size: .8125rem; color: var(--_muted); }
.copies .receipt::before { content: none; }
.copies .receipt.seen { color: var(--_accent); }
.chosen { display: flex; align-items: center; gap: .75rem; }
.chosen .who { font-size: .9375rem; }
.blank { flex: 1; min-block-size: 0; display: grid; place-content: center; overflow: hidden; }
`);
