// The conversation: head, log, composer.

import { sheet } from './sheet.js';

export const conversationSheet = sheet(`
.conversation { display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 0; }
.head { display: flex; align-items: center; gap: .5rem; padding: .625rem .75rem .625rem 1.25rem; background: var(--_surface); border-block-end: 1px solid var(--_line); }
.person { flex: 1; display: flex; align-items: center; gap: .625rem; min-inline-size: 0; }
.person .avatar { inline-size: 2.25rem; block-size: 2.25rem; }
.who { font-weight: 650; font-size: 1rem; min-inline-size: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.who-main { min-inline-size: 0; display: grid; }
.who-main .about { line-height: 1.2; }
.who-hours { color: var(--_muted); font-size: .8125rem; line-height: 1.3; }
.back { display: none; }
.is-narrow .back { display: inline-grid; }
.is-narrow .head { padding-inline: .375rem; }
:dir(rtl) .icon-back, :dir(rtl) .icon-send { transform: scaleX(-1); }
.strip { display: flex; align-items: center; gap: .5rem; padding: .375rem 1.25rem; font-size: .8125rem; color: var(--_muted); background: var(--_surface); border-block-end: 1px solid var(--_line); }
.strip .icon { inline-size: 1rem; block-size: 1rem; }

.log-frame { position: relative; flex: 1; min-block-size: 0; display: grid; }
.log { display: flex; flex-direction: column; min-block-size: 0; overflow-y: auto; overflow-x: hidden; overscroll-behavior: contain; overflow-anchor: none; padding: 1rem 1.25rem .25rem; scrollbar-width: thin; scrollbar-color: var(--_line) transparent; }
.log:focus-visible { outline-offset: -2px; }
.log > :first-child { margin-block-start: auto; }
.top { display: grid; justify-items: center; padding: .5rem 0 1rem; }
.beginning { color: var(--_muted); font-size: .8125rem; text-align: center; text-wrap: balance; }
.log > .empty { margin-block: auto; }
.end { flex: none; block-size: .25rem; }
.day, .new-line { display: flex; align-items: center; justify-content: center; gap: .75rem; margin-block: 1.25rem .75rem; color: var(--_muted); font-size: .75rem; font-weight: 600; }
.new-line { color: var(--_accent); }
.new-line::before, .new-line::after { content: ""; flex: 1; block-size: 1px; background: currentColor; opacity: .35; }

.message { position: relative; display: flex; flex-direction: column; align-items: flex-start; margin-block-start: .1875rem; max-inline-size: 100%; }
.message.starts { margin-block-start: .75rem; }
.day + .message, .new-line + .message { margin-block-start: 0; }
.message.mine { align-items: flex-end; }
.bubble { max-inline-size: min(36rem, 82%); min-inline-size: 0; padding: .5rem .875rem; border-radius: 1.125rem; background: var(--_bubble-theirs); color: var(--_on-bubble-theirs); box-shadow: inset 0 0 0 1px var(--_bubble-line); }
.mine .bubble { background: var(--_bubble-mine); color: var(--_on-bubble-mine); box-shadow: none; }
.theirs:not(.starts) .bubble { border-start-start-radius: .375rem; }
.theirs:not(.ends) .bubble { border-end-start-radius: .375rem; }
.mine:not(.starts) .bubble { border-start-end-radius: .375rem; }
.mine:not(.ends) .bubble { border-end-end-radius: .375rem; }
.line { display: flex; align-items: center; justify-content: flex-end; gap: .25rem; inline-size: 100%; min-inline-size: 0; }
.message-more { opacity: 0; inline-size: 2rem; block-size: 2rem; }
.message:hover .message-more, .message-more:focus-visible, .message-more[aria-expanded="true"] { opacity: 1; }
@media (hover: none) { .message-more { opacity: .75; } }
@media (pointer: coarse) { .message-more { inline-size: 2.75rem; block-size: 2.75rem; margin-block: -.25rem; } .line .bubble { max-inline-size: calc(100% - 3rem); } }
.message.is-found .bubble { outline: 2px solid var(--_accent); outline-offset: 2px; }
.message:focus { outline: 0; }
.editor { scroll-margin-block: .75rem; display: flex; flex-direction: column; gap: .25rem; inline-size: min(36rem, 92%); padding: .5rem; border-radius: 1.125rem; background: var(--_surface); box-shadow: 0 0 0 2px var(--_accent); }
.edit-field { inline-size: 100%; field-sizing: content; min-block-size: 2.75rem; max-block-size: 11.25rem; padding: .25rem .5rem; border: 0; outline: 0; background: none; resize: none; font-size: max(1rem, .9375rem); line-height: 1.5rem; unicode-bidi: plaintext; }
.editor .field-problem { padding-inline: .5rem; }
.editor-buttons { display: flex; justify-content: flex-end; flex-wrap: wrap; gap: .5rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; }
.speaker { margin-block-end: .125rem; padding-inline: .25rem; color: var(--_muted); font-size: .75rem; font-weight: 600; }
.bubble-label { font-size: .75rem; font-weight: 600; opacity: .8; }
.kind-removed .bubble { background: none; color: var(--_muted); font-style: italic; box-shadow: inset 0 0 0 1px var(--_line); }
.kind-auto_reply .bubble { background: var(--_accent-soft); color: var(--_text); box-shadow: none; }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; padding: .1875rem .375rem 0; color: var(--_muted); font-size: .75rem; font-variant-numeric: tabular-nums; }
.receipt { display: flex; }
.receipt::before { content: "·"; margin-inline-end: .5rem; }
.receipt.seen { color: var(--_accent); font-weight: 600; }
.warning { flex-basis: 100%; padding: .25rem .625rem; border-radius: .5rem; background: var(--_notice-soft); color: var(--_notice); font-size: .8125rem; }
mark { padding: 0 .125em; border-radius: .25em; background: var(--_surface); color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: .2em; overflow-wrap: anywhere; box-decoration-break: clone; }
.mine .meta { justify-content: flex-end; }
.order { display: flex; flex-direction: column; align-items: center; margin-block: .75rem; }
.order-open { display: flex; align-items: center; gap: .75rem; inline-size: min(28rem, 100%); min-block-size: 2.75rem; padding: .625rem .875rem; border-radius: .875rem; background: var(--_surface); box-shadow: inset 0 0 0 1px var(--_line); text-align: start; }
.order-open:hover { box-shadow: inset 0 0 0 1px var(--_accent); }
.order-open > .icon { color: var(--_accent); }
.order-main { flex: 1; display: grid; min-inline-size: 0; }
.order-title { font-weight: 600; overflow-wrap: anywhere; }
.order-more { color: var(--_muted); font-size: .8125rem; }
.order-state { flex: none; padding: .125rem .625rem; border-radius: 1rem; background: var(--_accent-soft); color: var(--_accent); font-size: .75rem; font-weight: 600; }
.shows { gap: .375rem; }
.told { display: grid; justify-items: center; gap: .125rem; align-self: center; max-inline-size: 32rem; margin-block: .75rem; padding: .375rem .875rem; border-radius: .75rem; background: var(--_accent-soft); font-size: .8125rem; text-align: center; text-wrap: balance; }
.told time { color: var(--_muted); font-size: .75rem; font-variant-numeric: tabular-nums; }
.pending .bubble { opacity: .7; }
.pending.failed .bubble { opacity: 1; background: var(--_danger-soft); color: var(--_danger); box-shadow: inset 0 0 0 1px currentColor; }
.failed-meta { color: var(--_danger); font-weight: 600; }

.latest { position: absolute; inset-block-end: .5rem; inset-inline-start: 50%; translate: -50% 0; display: flex; align-items: center; gap: .375rem; padding: .375rem .625rem; border-radius: 1.5rem; background: var(--_raised); color: var(--_text); border: 1px solid var(--_line); box-shadow: var(--_shadow); font-size: .8125rem; font-weight: 600; }
.latest:dir(rtl) { translate: 50% 0; }
.latest .icon { inline-size: 1rem; block-size: 1rem; color: var(--_accent); }
.typing-line { block-size: 1.5rem; padding-inline: 1.5rem; font-size: .8125rem; color: var(--_muted); flex: none; }
.typing { display: flex; align-items: baseline; gap: .375rem; }
.typing > span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.dots { display: inline-flex; gap: .1875rem; }
.dots i { inline-size: .25rem; block-size: .25rem; border-radius: 50%; background: currentColor; }
@media (prefers-reduced-motion: no-preference) {
  .dots i { animation: nod 1.2s ease-in-out infinite; }
  .dots i:nth-child(2) { animation-delay: .15s; }
  .dots i:nth-child(3) { animation-delay: .3s; }
  @keyframes nod { 30% { translate: 0 -.1875rem; } 60% { translate: 0 0; } }
}
.notice { padding-inline: 1.25rem; font-size: .8125rem; color: var(--_muted); }
.notice ::slotted(*) { margin-block: 0 .5rem; }

.composer { padding: 0 1rem max(.5rem, env(safe-area-inset-bottom)); }
.box { display: flex; align-items: flex-end; gap: .25rem; padding: .25rem; border: 1px solid var(--_line); border-radius: 1.5rem; background: var(--_surface); }
.box:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
.box textarea { flex: 1; min-inline-size: 0; field-sizing: content; min-block-size: 2.25rem; max-block-size: 11.25rem; padding: .375rem .25rem .375rem .75rem; border: 0; outline: 0; background: none; resize: none; font-size: max(1rem, .9375rem); line-height: 1.5rem; overflow-y: auto; scrollbar-width: thin; unicode-bidi: plaintext; }
.box textarea::placeholder { color: var(--_muted); opacity: 1; }
.send { display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; background: var(--_accent); color: var(--_on-accent); flex: none; }
@media (pointer: coarse) { .send { inline-size: 2.75rem; block-size: 2.75rem; } .box textarea { padding-block: .625rem; } }
.send:disabled { background: var(--_hover); color: var(--_muted); }
.send:not(:disabled):hover { filter: brightness(1.08); }
.is-refused .box { background: var(--_hover); }
.under { display: flex; justify-content: flex-end; min-block-size: 1.25rem; padding: .1875rem .75rem 0; font-size: .75rem; color: var(--_muted); font-variant-numeric: tabular-nums; }
.refusal { display: flex; gap: .625rem; align-items: flex-start; padding: .625rem .875rem; margin-block-end: .5rem; border-radius: .75rem; background: var(--_notice-soft); color: var(--_notice); font-size: .875rem; }
.refusal { flex-wrap: wrap; }
.refusal p { flex: 1 1 16rem; }
.refusal .icon { inline-size: 1.125rem; block-size: 1.125rem; margin-block-start: .0625rem; }
.problem { padding: .375rem .875rem; margin-block-end: .375rem; border-radius: .75rem; background: var(--_danger-soft); color: var(--_danger); font-size: .875rem; }

/* With little height (a phone on its side, a keyboard on the screen) the messages keep a part of it: the notice yields, and what does not fit scrolls. */
@container (max-height: 30rem) {
  .conversation { overflow: hidden auto; }
  .head { position: sticky; inset-block-start: 0; z-index: 1; flex: none; padding-block: .25rem; }
  .log-frame { flex: 1 1 8rem; min-block-size: 4rem; }
  .typing-line:has(.typing[hidden]) { display: none; }
  .notice { flex: none; max-block-size: max(1.75rem, 15cqh); margin-block-start: .25rem; overflow-y: auto; }
  .composer { flex: none; }
  .is-refused :is(.box, .under) { display: none; }
}
`);
