// The frame, shared pieces, and what appears on top of the panes.

import { sheet } from './sheet.js';

export const frameSheet = sheet(`
:host { display: block; block-size: min(44rem, 100dvh); min-block-size: 18rem; contain: content; text-align: start; }
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, ul, dl { margin: 0; padding: 0; font: inherit; }
ul { list-style: none; }
button, textarea, input, select { font: inherit; color: inherit; letter-spacing: inherit; }
button { border: 0; background: none; padding: 0; cursor: pointer; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
/* An empty field reads as what is around it, a text in it as itself. */
:is(input, textarea):placeholder-shown { direction: inherit; }
.said { unicode-bidi: isolate; overflow-wrap: anywhere; }
/*
 * Words of a language that is written the other way than the page (English, where one from right to left has none yet), and times and counts
 * among them, keep their own order. All of them begin where the page's own would.
 */
:where(div, p, h2, h3, li, dt, dd, th, td, label, legend, summary, a, button, span, time, i, b) { unicode-bidi: plaintext; }
:where(div, p, h2, h3, li, dt, dd, th, td, label, legend, summary, a, span, time, bdi, i, b) { text-align: -webkit-match-parent; text-align: match-parent; }
:where([dir="ltr"], [dir="rtl"]) { text-align: start; }
.icon { inline-size: 1.25rem; block-size: 1.25rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.icon-dots { stroke-width: 3; }
.icon-button { display: inline-grid; place-items: center; inline-size: 2.5rem; block-size: 2.5rem; border-radius: 50%; color: var(--_muted); flex: none; }
.icon-button:hover { background: var(--_hover); color: var(--_text); }
.link { color: var(--_accent); font-weight: 600; padding: .15rem .35rem; border-radius: .35rem; }
.link:hover { text-decoration: underline; text-underline-offset: .15em; }

.frame {
  position: relative; display: flex; flex-direction: column; block-size: 100%; overflow: hidden;
  background: var(--_surface); color: var(--_text);
  font: 400 .9375rem/1.45 var(--chalkline-font, inherit); overflow-wrap: anywhere;
  border: var(--chalkline-border, 1px solid var(--_line)); border-radius: var(--chalkline-radius, .875rem);
}
.panes { flex: 1; min-block-size: 0; display: grid; grid-template-columns: var(--chalkline-list-width, clamp(15rem, 32%, 22rem)) minmax(0, 1fr); }
.main { container-type: size; min-inline-size: 0; min-block-size: 0; display: grid; border-inline-start: 1px solid var(--_line); background: var(--_canvas); }
.is-narrow .panes { grid-template-columns: minmax(0, 1fr); }
.is-narrow .main { border: 0; }
.is-narrow.is-open .list, .is-narrow:not(.is-open) .main { display: none; }
.nothing { display: grid; place-content: center; }

.avatar { position: relative; display: inline-grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; border-radius: 50%; overflow: hidden; flex: none; }
.avatar .initials { font-weight: 600; font-size: .875rem; letter-spacing: .02em; }
.avatar img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
.mark { color: var(--_muted); display: inline-grid; flex: none; }
.mark .icon { inline-size: 1rem; block-size: 1rem; }

.empty { display: grid; justify-items: center; gap: .25rem; padding: 2.5rem 1.5rem; text-align: center; color: var(--_muted); max-inline-size: 24rem; margin-inline: auto; text-wrap: balance; }
.empty-icon { display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; margin-block-end: .75rem; border-radius: 50%; background: var(--_accent-soft); color: var(--_accent); }
.empty-icon .icon { inline-size: 1.6rem; block-size: 1.6rem; }
.empty-title { font-weight: 600; color: var(--_text); font-size: 1rem; }

.spinner { inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; border: 2px solid var(--_line); border-block-start-color: var(--_accent); animation: turn .8s linear infinite; }
@keyframes turn { to { rotate: 1turn; } }

.banner:empty { display: none; }
.banner { padding: .5rem 1rem; background: var(--_notice-soft); color: var(--_notice); font-size: .875rem; text-align: center; text-wrap: balance; }
.signed-out { position: absolute; inset: 0; z-index: 3; display: grid; place-content: center; justify-items: center; background: color-mix(in srgb, var(--_surface) 94%, transparent); }
.toasts { position: absolute; inset-block-end: 5.5rem; inset-inline: 1rem; z-index: 2; display: grid; justify-items: center; pointer-events: none; }
.toast { display: flex; align-items: center; gap: .75rem; padding: .6rem .75rem .6rem 1rem; border-radius: .75rem; background: var(--_raised); border: 1px solid var(--_line); box-shadow: var(--_shadow); pointer-events: auto; font-size: .875rem; }

.menu { position: fixed; inset: auto; margin: 0; padding: .375rem; min-inline-size: 15rem; border: 1px solid var(--_line); border-radius: .75rem; background: var(--_raised); color: var(--_text); box-shadow: var(--_shadow); font: 400 .9375rem/1.3 var(--chalkline-font, inherit); }
.menu button { display: flex; align-items: center; gap: .75rem; inline-size: 100%; padding: .55rem .75rem; border-radius: .5rem; text-align: start; }
.menu button:hover, .menu button:focus-visible { background: var(--_accent-soft); outline-offset: -2px; }
.menu .icon { color: var(--_muted); }
.menu .danger, .menu .danger .icon { color: var(--_danger); }
@media (pointer: coarse) {
  .menu button { padding-block: .8rem; min-block-size: 2.75rem; }
  .icon-button { inline-size: 2.75rem; block-size: 2.75rem; }
  .link { min-block-size: 2.75rem; min-inline-size: 2.75rem; }
}

@media (prefers-reduced-motion: no-preference) {
  .toast, .menu:popover-open { animation: rise .16s ease-out; }
  @keyframes rise { from { opacity: 0; translate: 0 6px; } }
}
@media (prefers-reduced-motion: reduce) {
  .spinner { animation: none; }
}
@media (forced-colors: active) {
  .bubble, .count, .filter, .order-open { border: 1px solid; }
}
`);
