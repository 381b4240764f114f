// What all Chalkline elements of a page share: the client, one live stream, the unread counts, and what is known about trouble.
//
// Events: `message`, `read`, `typing`, `thread`, `booking`, `notice` (as on the stream), `badge` {threads, messages}, `catch-up` (something may have
// been missed: ask again), `trouble` (null, "offline" or "unavailable"), `signed-out`.

import { Api } from './api.js';
import { LiveStream } from './live.js';

const CHECK_WITH_LIVE_MS = 60000;
const CHECK_WITHOUT_LIVE_MS = 5000;
const CHECK_HIDDEN_MS = 30000;
const FULL_CHECK_EVERY = 4;
const STREAM_WHILE_HIDDEN_MS = 60000;
const CALM_MS = 60000;
const PROBES_MS = [1000, 2000, 4000, 8000, 15000, 30000];

const open = new Map();

export class Connection extends EventTarget {
  /** The connection for this address and token; every `shared` needs one `release`. */
  static shared({ base, token }) {
    const forBase = open.get(base) ?? new Map();
    open.set(base, forBase);
    if (!forBase.has(token)) forBase.set(token, new Connection({ base, token }));
    const connection = forBase.get(token);
    connection.#users += 1;
    if (connection.#users === 1) connection.#start();
    return connection;
  }

  #users = 0;
  #etag = null;
  #checkTimer = 0;
  #probeTimer = 0;
  #hiddenTimer = 0;
  #probes = 0;
  #troubledAt = 0;
  #doubt = false;
  #checksAlone = 0;

  constructor({ base, token }) {
    super();
    this.key = { base, token };
    this.badge = null;
    this.trouble = null;
    this.isSignedOut = false;
    this.api = new Api({ base, token });
    this.api.onoutcome = (error) => this.#judge(error);
    this.live = new LiveStream({
      url: () => this.api.liveUrl(),
      onopen: () => this.#emit('catch-up'),
      ondown: () => this.#check(),
      onevent: (name, data) => this.#receive(name, data),
    });
  }

  release() {
    this.#users -= 1;
    if (this.#users > 0) return;
    open.get(this.key.base).delete(this.key.token);
    this.#stop();
  }

  /** After a new sign-in: forget that the old one ended, and begin again. */
  renew() {
    this.isSignedOut = false;
    this.live.start();
    this.#check();
    this.#emit('catch-up');
  }

  /** After a change of ours: asks for the unread counts soon, unless a `badge` event tells them first. */
  refreshBadge() {
    this.#doubt = true;
    this.#checkIn(400);
  }

  #start() {
    document.addEventListener('visibilitychange', this.#onvisibility);
    addEventListener('online', this.#ononline);
    addEventListener('pagehide', this.#onpagehide);
    addEventListener('pageshow', this.#onpageshow);
    if (document.hidden) this.#onvisibility();
    this.live.start();
    this.#check();
  }

  #stop() {
    document.removeEventListener('visibilitychange', this.#onvisibility);
    removeEventListener('online', this.#ononline);
    removeEventListener('pagehide', this.#onpagehide);
    removeEventListener('pageshow', this.#onpageshow);
    clearTimeout(this.#checkTimer);
    clearTimeout(this.#probeTimer);
    clearTimeout(this.#hiddenTimer);
    this.live.stop();
  }

  // Browsers allow few connections per host, so a tab nobody looks at gives its stream back after a while and only polls.
  #onvisibility = () => {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => this.live.stop(), STREAM_WHILE_HIDDEN_MS);
      return;
    }
    if (this.live.isOpen) this.#check();
    else if (!this.isSignedOut) this.live.start();
    this.live.retryNow();
  };

  #ononline = () => {
    this.live.retryNow();
    this.#check();
  };

  #onpagehide = () => this.live.stop();

  #onpageshow = (event) => {
    if (event.persisted && !this.isSignedOut) this.live.start();
  };

  #receive(name, data) {
    if (name === 'badge') this.#setBadge(data);
    else this.#emit(name, data);
  }

  #setBadge(badge) {
    this.badge = badge;
    this.#checkIn(this.#checkEvery());
    this.#emit('badge', badge);
  }

  async #check() {
    clearTimeout(this.#checkTimer);
    if (this.isSignedOut) return;
    const before = this.badge;
    try {
      const answer = await this.api.unread(this.#etag);
      if (this.badge !== before) return this.#checkIn(1000);
      this.#etag = answer.etag;
      if (answer.changed) this.#compare(answer.badge);
      this.#catchUpAlone();
    } catch {
      // What it means was judged in onoutcome; the next check comes by itself.
    }
    if (!this.trouble) this.#checkIn(this.#checkEvery());
  }

  // Counts that no event announced mean that something was kept from us; so may equal counts after a change of ours.
  #compare(badge) {
    const isNews = this.badge && (!sameBadge(this.badge, badge) || (this.#doubt && !this.live.isOpen));
    this.#doubt = false;
    this.#setBadge(badge);
    if (!isNews) return;
    if (this.live.isOpen) this.live.restart();
    else this.#emit('catch-up');
  }

  // Receipts do not show in the counts: without a stream, everything is asked for now and then.
  #catchUpAlone() {
    this.#checksAlone = this.live.isOpen ? 0 : this.#checksAlone + 1;
    if (this.#checksAlone % FULL_CHECK_EVERY === FULL_CHECK_EVERY - 1) this.#emit('catch-up');
  }

  #checkEvery() {
    if (this.live.isOpen) return CHECK_WITH_LIVE_MS;
    return document.hidden ? CHECK_HIDDEN_MS : CHECK_WITHOUT_LIVE_MS;
  }

  #checkIn(delay) {
    clearTimeout(this.#checkTimer);
    if (this.#users > 0 && !this.isSignedOut) this.#checkTimer = setTimeout(() => this.#check(), delay);
  }

  #judge(error) {
    if (error?.status === 401) this.#signOut();
    else if (error?.status === 0) this.#setTrouble('offline');
    else if (error?.status >= 500) this.#setTrouble('unavailable', error.retryAfter);
    else this.#setTrouble(null);
  }

  #signOut() {
    if (this.isSignedOut) return;
    this.isSignedOut = true;
    clearTimeout(this.#checkTimer);
    clearTimeout(this.#probeTimer);
    this.live.stop();
    this.#emit('signed-out');
  }

  #setTrouble(trouble, retryAfter = null) {
    clearTimeout(this.#probeTimer);
    if (trouble) this.#probeIn(retryAfter);
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.#emit('trouble', trouble);
    if (trouble) return;
    this.#checkIn(this.#checkEvery());
    this.live.retryNow();
    this.#emit('catch-up');
  }

  // Trouble that comes back within a minute goes on with the longer pauses.
  #probeIn(retryAfter) {
    if (Date.now() - this.#troubledAt > CALM_MS) this.#probes = 0;
    this.#troubledAt = Date.now();
    const pause = PROBES_MS[Math.min(this.#probes, PROBES_MS.length - 1)];
    this.#probes += 1;
    this.#probeTimer = setTimeout(() => this.#check(), retryAfter ?? pause * (0.75 + Math.random() / 2));
  }

  #emit(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function sameBadge(a, b) {
  return a.threads === b.threads && a.messages === b.messages;
}
