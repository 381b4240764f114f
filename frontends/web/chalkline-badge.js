// For pages that want the unread count alone: defines <chalkline-badge>.

import { ChalklineBadge } from './chalkline/badge.js';

if (!customElements.get('chalkline-badge')) customElements.define('chalkline-badge', ChalklineBadge);

export { ChalklineBadge };
