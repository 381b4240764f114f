// Colours and measures. A page overrides any --chalkline-… property; each --_… is that property or our default for light or dark.

import { sheet } from './sheet.js';

const LIGHT = {
  accent: '#2f55b5', 'on-accent': '#ffffff', 'accent-soft': '#e9effc',
  surface: '#ffffff', canvas: '#f5f6f9', raised: '#ffffff', line: '#e2e5ec', hover: '#f3f5f9',
  text: '#1b2330', muted: '#596273',
  'bubble-mine': '#2f55b5', 'on-bubble-mine': '#ffffff', 'bubble-theirs': '#ffffff', 'on-bubble-theirs': '#1b2330', 'bubble-line': '#e2e5ec',
  danger: '#b3261e', 'danger-soft': '#fdeeec', notice: '#7a4a00', 'notice-soft': '#fff4dc',
  shadow: '0 8px 28px rgb(20 30 55 / 16%)',
};

const DARK = {
  accent: '#93b2ff', 'on-accent': '#0d1424', 'accent-soft': '#1d2a47',
  surface: '#141921', canvas: '#0f131a', raised: '#1b222d', line: '#28303c', hover: '#1a212b',
  text: '#e7ebf2', muted: '#9aa5b6',
  'bubble-mine': '#2e4f9e', 'on-bubble-mine': '#f4f7ff', 'bubble-theirs': '#1d2530', 'on-bubble-theirs': '#e7ebf2', 'bubble-line': '#28303c',
  danger: '#ff9a90', 'danger-soft': '#3a1d1c', notice: '#f3c76b', 'notice-soft': '#33280f',
  shadow: '0 8px 28px rgb(0 0 0 / 50%)',
};

const TONES_LIGHT = ['#dbe6fd #1f4390', '#d8f0e4 #14573a', '#fde3d6 #863514', '#efe1fb #5d2a91', '#d7eef4 #0f5263', '#fbe0ea #8a1f4c', '#f7eac4 #664806', '#e3e7ee #364152'];
const TONES_DARK = ['#22345f #c3d4ff', '#173d2c #aee5c9', '#4a2716 #ffcdb5', '#3a2358 #dfc6fb', '#12394a #aee0f0', '#4a1f33 #fbc4d8', '#3f310c #f2d88c', '#2b3442 #cdd6e4'];

function declare(values) {
  return Object.entries(values).map(([name, value]) => `--_${name}: var(--chalkline-${name}, ${value});`).join(' ');
}

function tones(scope, pairs) {
  return pairs.map((pair, n) => {
    const [back, front] = pair.split(' ');
    return `${scope} .tone-${n} { background: ${back}; color: ${front}; }`;
  }).join('\n');
}

/** Our colours as custom properties of the host, light or dark by the reader's wish or by the attribute `theme`. */
export const themeSheet = sheet(`
:host { ${declare(LIGHT)} color-scheme: light; }
${tones(':host', TONES_LIGHT)}
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) { ${declare(DARK)} color-scheme: dark; }
  ${tones(':host(:not([theme="light"]))', TONES_DARK)}
}
:host([theme="dark"]) { ${declare(DARK)} color-scheme: dark; }
${tones(':host([theme="dark"])', TONES_DARK)}
`);
