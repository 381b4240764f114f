// The keyboard among one's own messages. Of all their menu buttons one is a tab stop, the latest or the one last used; the arrow
// keys, Home and End go from one to the next.

export class MessageFocus {
  constructor(log) {
    this.log = log;
    this.seq = null;
    log.addEventListener('keydown', (event) => this.#pressed(event));
    log.addEventListener('focusin', (event) => this.#entered(event.target));
  }

  /** After the log has changed. */
  update() {
    const buttons = this.#buttons();
    const stop = buttons.find((button) => seqOf(button) === this.seq) ?? buttons.at(-1);
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  /** Puts the focus on the menu button of a message. False where it has none. */
  focus(seq) {
    const button = this.#buttons().find((one) => seqOf(one) === seq);
    button?.focus({ preventScroll: true });
    return Boolean(button);
  }

  #buttons() {
    return [...this.log.querySelectorAll('.message-more')];
  }

  #entered(target) {
    if (!target.classList.contains('message-more')) return;
    this.seq = seqOf(target);
    this.update();
  }

  #pressed(event) {
    const buttons = this.#buttons();
    const at = buttons.indexOf(event.target);
    if (at < 0) return;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }
}

function seqOf(button) {
  return Number(button.closest('.message').dataset.seq);
}
