// The list of conversations.

import { sheet } from './sheet.js';

export const listSheet = sheet(`
.list { display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 0; background: var(--_surface); }
.list-head { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: .625rem; padding: 1rem 1rem .75rem; }
.list-head h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.2; }
.skip { position: absolute; inset-block-start: .5rem; inset-inline-start: .5rem; z-index: 2; padding: .5rem .75rem; border-radius: .5rem; background: var(--_accent); color: var(--_on-accent); font-weight: 600; }
.skip:not(:focus) { inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.list-tools { display: flex; gap: .125rem; margin-inline-end: -.5rem; }
/* The sides of the field turn with what is typed into it, so the glass stands outside. */
.search { grid-column: 1 / -1; display: flex; align-items: center; padding-inline: .75rem .25rem; background: var(--_hover); border-radius: 1.25rem; }
.search:focus-within { outline: 2px solid var(--_accent); }
.search .input { padding-inline: .5rem; border: 0; outline: 0; background: none; font-size: .9375rem; }
.search .icon { inline-size: 1.125rem; block-size: 1.125rem; color: var(--_muted); }
.filters { grid-column: 1 / -1; display: flex; gap: .375rem; flex-wrap: wrap; }
.filter { padding: .3rem .75rem; border-radius: 1rem; font-size: .8125rem; font-weight: 550; color: var(--_muted); background: var(--_hover); }
.filter:hover { color: var(--_text); }
.filter[aria-pressed="true"] { background: var(--_accent-soft); color: var(--_accent); }
.list-scroll, .results { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 0 .5rem .5rem; scrollbar-width: thin; scrollbar-color: var(--_line) transparent; }
.list-end { display: grid; justify-items: center; padding: 1rem 0; min-block-size: 1px; }
.list-end:empty { padding: 0; }

.row { position: relative; border-radius: .75rem; }
.row + .row { margin-block-start: 2px; }
.row-open { display: flex; align-items: center; gap: .75rem; inline-size: 100%; padding: .625rem .75rem; border-radius: inherit; text-align: start; }
.row-open:focus-visible { outline-offset: -2px; }
.row:hover { background: var(--_hover); }
.row.is-selected { background: var(--_accent-soft); }
.row-main { flex: 1; min-inline-size: 0; display: grid; gap: .125rem; }
.row-top, .row-bottom { display: flex; align-items: center; gap: .5rem; min-inline-size: 0; }
.row .name { flex: 1; min-inline-size: 0; font-weight: 550; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.row time { flex: none; font-size: .75rem; color: var(--_muted); font-variant-numeric: tabular-nums; }
.about { color: var(--_muted); font-size: .8125rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.preview { flex: 1; display: flex; gap: .25em; min-inline-size: 0; font-size: .875rem; color: var(--_muted); white-space: nowrap; }
.preview .you { flex: none; }
/* What may be cut off is a box of its own direction: it loses its end, not its beginning. */
.preview-text { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; }
.preview i { font-style: italic; }
.preview.is-typing { color: var(--_accent); }
.is-unread .name { font-weight: 700; }
.is-unread .preview { color: var(--_text); font-weight: 550; }
.is-unread time { color: var(--_accent); font-weight: 600; }
.count { flex: none; min-inline-size: 1.25rem; padding-inline: .375rem; border-radius: 1rem; background: var(--_accent); color: var(--_on-accent); font-size: .75rem; font-weight: 650; line-height: 1.25rem; text-align: center; font-variant-numeric: tabular-nums; }
.count.dot { min-inline-size: .625rem; inline-size: .625rem; block-size: .625rem; padding: 0; }

.row-more { position: absolute; inset-inline-end: .5rem; inset-block-start: .4375rem; inline-size: 2rem; block-size: 1.75rem; border-radius: .5rem; opacity: 0; }
.row:hover .row-more, .row-more:focus-visible, .row-more[aria-expanded="true"] { opacity: 1; }
.row:hover time, .row:has(.row-more:focus-visible, .row-more[aria-expanded="true"]) time { opacity: 0; }
.results .row-open { align-items: flex-start; }
.snippet { text-align: start; font-size: .875rem; color: var(--_muted); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
mark { background: var(--_accent-soft); color: var(--_accent); font-weight: 600; border-radius: .2em; }
@media (pointer: coarse) {
  .filter { min-block-size: 2.75rem; min-inline-size: 2.75rem; padding-inline: 1rem; border-radius: 1.375rem; }
  .search .input { font-size: 1rem; }
  .list-tools { margin-inline-end: -.25rem; }
}
@media (hover: none) {
  .row-more { opacity: 1; inset-inline-end: .25rem; inset-block: 0; margin-block: auto; inline-size: 2.75rem; block-size: 2.75rem; }
  .row-open { padding-inline-end: 3.25rem; }
  .row .row-open time { opacity: 1; }
}
`);
