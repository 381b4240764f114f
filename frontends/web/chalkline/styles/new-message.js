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
.chosen { display: flex; align-items: center; gap: .75rem; }
.chosen .who { font-size: .9375rem; }
.blank { flex: 1; min-block-size: 0; display: grid; place-content: center; overflow: hidden; }
`);
