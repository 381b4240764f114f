// What is known of the reader's links, sorted by side and state. No DOM, no network.

const OTHER = { parent: 'student', student: 'parent' };

export class Links {
  /** `as` names the sides to show, or is null for what the reader's roles and links say. */
  constructor(as) {
    this.as = as ? as.split(/\s+/) : null;
    this.all = [];
    this.roles = null;
    this.loaded = false;
  }

  /** Takes the answer of GET /api/parent/links. */
  take({ items, me = null }) {
    this.all = items.map((link) => ({ ...link, as: sideOf(link, me), actions: actionsOf(link) }));
    this.roles = me?.roles ?? null;
    this.loaded = true;
  }

  /** Whether the reader has, or may have, links as `side`. */
  has(side) {
    if (!this.loaded) return false;
    const sides = this.as ?? this.roles;
    return sides === null || sides.includes(side) || this.#of(side).length > 0;
  }

  /** Of one side: those that wait for the reader, that stand, that wait for the other, and that are over. */
  groups(side) {
    const of = this.#of(side);
    return {
      asked: of.filter(isMineToAnswer),
      linked: of.filter((link) => link.state === 'confirmed'),
      waiting: of.filter((link) => isWaiting(link) && !isMineToAnswer(link)),
      past: of.filter((link) => link.state !== 'confirmed' && !isWaiting(link)),
    };
  }

  #of(side) {
    return this.all.filter((link) => link.as === side);
  }
}

/** Whether the reader is the one to answer. */
export function isMineToAnswer(link) {
  return link.actions.includes('confirm') || link.actions.includes('decline');
}

// What an expired invitation waits for is to be sent again.
function isWaiting({ state }) {
  return state === 'pending' || state === 'expired';
}

// To remove a link that stands is to end it, to remove a request to take it back; to renew one that has lapsed is to be linked again.
function actionsOf({ state, actions }) {
  const names = { remove: state === 'confirmed' ? 'end' : 'revoke', renew: state === 'confirmed' ? 'renew' : 'relink' };
  return actions.map((action) => names[action] ?? action);
}

// Which side the reader is on: of a link that stands or stood one of the two, of a request the one that asked or the other one.
function sideOf(link, me) {
  for (const side of ['parent', 'student']) if (me && link[side]?.id === me.id) return side;
  return isMineToAnswer(link) ? OTHER[link.askedBy] : link.askedBy;
}

/** The other person of a link, or null where only an address is known. */
export function otherOf(link) {
  return link.as === 'parent' ? link.student : link.parent;
}
