import { sheet } from './sheet.js';

export const badgeSheet = sheet(`
:host {
  display: inline-block; min-width: 1.25em; padding: 0 .4em; box-sizing: border-box; border-radius: 1em;
  background: var(--chalkline-badge, #2f55b5); color: var(--chalkline-on-badge, #fff);
  font-family: var(--chalkline-font, inherit); font-size: .75rem; font-weight: 600; line-height: 1.25rem; font-variant-numeric: tabular-nums;
  text-align: center; vertical-align: middle;
}
:host([empty]), :host([hidden]) { display: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-color-scheme: dark) {
  :host { background: var(--chalkline-badge, #93b2ff); color: var(--chalkline-on-badge, #0d1424); }
}
`);
