// Cards in a conversation, and what they share with the lists of bookings: marks of state, times on two clocks, the lessons of a series.

import { sheet } from './sheet.js';

export const cardSheet = sheet(`
.card { display: flex; flex-direction: column; align-items: center; margin-block: .75rem; }
.card-box { display: grid; gap: .5rem; inline-size: min(28rem, 100%); padding: .75rem .875rem; border-radius: .875rem; background: var(--_surface); box-shadow: inset 0 0 0 1px var(--_line); }
.card-head { display: flex; align-items: flex-start; gap: .625rem; }
.card-head > .icon { color: var(--_accent); margin-block-start: .0625rem; }
.card-title { flex: 1; min-inline-size: 0; font-weight: 600; overflow-wrap: anywhere; }
.card-lines { display: grid; gap: .125rem; font-variant-numeric: tabular-nums; }
.card-buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
.card-box[aria-busy="true"] .card-buttons { opacity: .6; }
.card-box > .problem { margin: 0; }
.state-mark { flex: none; padding: .125rem .625rem; border-radius: 1rem; background: var(--_accent-soft); color: var(--_accent); font-size: .75rem; font-weight: 600; }
.state-mark.state-awaiting_payment, .state-mark.state-requested, .state-mark.state-proposed { background: var(--_notice-soft); color: var(--_notice); }
.state-mark.state-cancelled, .state-mark.state-declined, .state-mark.state-expired, .state-mark[class*="state-missed"] { background: var(--_hover); color: var(--_muted); }
.card-when { display: flex; flex-wrap: wrap; gap: 0 .5rem; }
.when-there { color: var(--_muted); }
.clock-line { color: var(--_notice); font-weight: 600; font-variant-numeric: tabular-nums; }

.booking-dialog label { font-weight: 550; }
.series, .series-content { display: grid; gap: .75rem; }
.series-title { font-weight: 600; }
.occurrences { display: grid; margin: 0; padding: 0; list-style: none; border: 1px solid var(--_line); border-radius: .75rem; }
.occurrence { display: flex; gap: .75rem; padding: .625rem .75rem; }
.occurrence + .occurrence { border-block-start: 1px solid var(--_line); }
.occurrence > input { margin-block-start: .1875rem; }
.occurrence-main { display: grid; gap: .125rem; min-inline-size: 0; }
.occurrence label { display: flex; flex-wrap: wrap; gap: 0 .5rem; font-weight: 550; font-variant-numeric: tabular-nums; }
.verdict, .moved { display: flex; align-items: center; gap: .375rem; font-size: .875rem; }
.verdict .icon, .moved .icon { inline-size: 1rem; block-size: 1rem; }
.verdict { color: var(--_muted); }
.occurrence:not(.verdict-free) .verdict { color: var(--_danger); }
.moved { color: var(--_notice); }
.alternative { font-size: .875rem; }
.series .waiting { display: flex; align-items: center; justify-content: center; gap: .75rem; padding: 1rem; color: var(--_muted); }
@media (forced-colors: active) {
  .card-box, .state-mark { border: 1px solid; }
}
`);
