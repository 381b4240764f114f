// Which thread is open, in the browser's history: on a phone, opening one is a step that "back" takes back. The address of the
// page belongs to the page and is not touched.

export class Trail {
  /** `onchange(id)` is called with a thread id or null when the person goes back or forth. */
  constructor(onchange) {
    this.onpop = (event) => onchange(event.state?.chalkline ?? null);
    addEventListener('popstate', this.onpop);
  }

  get current() {
    return history.state?.chalkline ?? null;
  }

  /** Notes the open thread; `isStep` makes it a step of its own. */
  note(id, isStep) {
    const state = { ...history.state, chalkline: id, chalklineStep: isStep || Boolean(id && history.state?.chalklineStep) };
    if (isStep) history.pushState(state, '');
    else history.replaceState(state, '');
  }

  /** Goes back to where the thread was opened from. False when that is not a step of ours. */
  back() {
    if (!history.state?.chalklineStep) return false;
    history.back();
    return true;
  }

  close() {
    removeEventListener('popstate', this.onpop);
  }
}
