// The HTTP client: one method per route of the contract that the pages use.

const TIMEOUT_MS = 20000;

/** What went wrong with a request. `status` 0 means that no answer came; `problem` is the problem+json body. */
export class ApiError extends Error {
  constructor(status, problem = {}, retryAfter = null) {
    super(problem.detail || problem.title || problem.code || `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    this.code = problem.code || '';
    this.retryAfter = retryAfter;
  }

  /** True when the same request may well succeed later, unchanged. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  /** `token` is null (the cookie identifies), a string, or a function that returns or resolves to a string. */
  constructor({ base = '', token = null }) {
    this.base = base.replace(/\/$/, '');
    this.token = token;
    this.onoutcome = () => {};
  }

  inbox({ show, cursor, limit = 20 }) {
    return this.#get(`/api/inbox?${query({ show, cursor, limit })}`);
  }

  thread(id) {
    return this.#get(`/api/inbox/threads/${encodeURIComponent(id)}`);
  }

  changeThread(id, change) {
    return this.#write('PATCH', `/api/inbox/threads/${encodeURIComponent(id)}`, change);
  }

  messages(id, { before, after, limit = 50 } = {}) {
    return this.#get(`/api/inbox/threads/${encodeURIComponent(id)}/messages?${query({ before, after, limit })}`);
  }

  send(message) {
    return this.#write('POST', '/api/send', message);
  }

  changeMessage(threadId, seq, message) {
    return this.#write('PATCH', `/api/send/${encodeURIComponent(threadId)}/${seq}`, { message });
  }

  removeMessage(threadId, seq) {
    return this.#write('DELETE', `/api/send/${encodeURIComponent(threadId)}/${seq}`);
  }

  block(personId) {
    return this.#write('PUT', `/api/inbox/blocks/${encodeURIComponent(personId)}`);
  }

  unblock(personId) {
    return this.#write('DELETE', `/api/inbox/blocks/${encodeURIComponent(personId)}`);
  }

  settings() {
    return this.#get('/api/inbox/settings');
  }

  changeSettings(change) {
    return this.#write('PATCH', '/api/inbox/settings', change);
  }

  people(q, cursor) {
    return this.#get(`/api/inbox/people?${query({ q, cursor, limit: 20 })}`);
  }

  search({ q, cursor }) {
    return this.#get(`/api/inbox/search?${query({ q, cursor, limit: 20 })}`);
  }

  feed(id, { show, before, limit = 100 }) {
    return this.#get(`/api/inbox/threads/${encodeURIComponent(id)}/feed?${query({ show, before, limit })}`);
  }

  /** {items: [Link], nextCursor} */
  links() {
    return this.#get('/api/parent/links?limit=100');
  }

  /** `asked` is {studentEmail}, {studentPhone} or {parentEmail}, with a clientId. */
  askLink(asked) {
    return this.#write('POST', '/api/parent/links', asked);
  }

  acceptLink(token) {
    return this.#write('POST', '/api/parent/links/accept', { token });
  }

  confirmLink(id) {
    return this.#write('POST', `/api/parent/links/${encodeURIComponent(id)}/confirm`);
  }

  declineLink(id) {
    return this.#write('POST', `/api/parent/links/${encodeURIComponent(id)}/decline`);
  }

  resendLink(id) {
    return this.#write('POST', `/api/parent/links/${encodeURIComponent(id)}/resend`);
  }

  renewLink(id) {
    return this.#write('POST', `/api/parent/links/${encodeURIComponent(id)}/renew`);
  }

  endLink(id) {
    return this.#write('DELETE', `/api/parent/links/${encodeURIComponent(id)}`);
  }

  /** The tutors a parent may write to about a child. */
  parentTutors(studentId) {
    return this.#get(`/api/parent/tutors?${query({ studentId, limit: 100 })}`);
  }

  /** A first message of a parent, or one of a tutor to the parents of a student. */
  sendToParent(message) {
    return this.#write('POST', '/api/parent/messages', message);
  }

  /** {items: [{tutor, reason, nextStartsAt}], nextCursor}: the tutors the reader may book. A page may be empty although there is a next one. */
  pickTutors({ subject, ageGroup, gender, minutes, cursor, limit = 20 }) {
    const wish = { subject: subject || null, ageGroup: ageGroup || null, gender: gender || null };
    return this.#get(`/api/bookings/tutors?${query({ ...wish, minutes, cursor, limit })}`);
  }

  /** The start times from one date to another, both with, at most 31 days apart. */
  slots(tutorId, { from, to, minutes }) {
    return this.#get(`/api/bookings/tutors/${encodeURIComponent(tutorId)}/slots?${query({ from, to, minutes })}`);
  }

  /** When a tutor can be booked, in the tutor's wall time; without an id, when the reader can. */
  availability(tutorId = null) {
    return this.#get(tutorId === null ? '/api/bookings/availability' : `/api/bookings/tutors/${encodeURIComponent(tutorId)}/availability`);
  }

  putAvailability(availability) {
    return this.#write('PUT', '/api/bookings/availability', availability);
  }

  book(wish) {
    return this.#write('POST', '/api/bookings', wish);
  }

  /** `when` is upcoming or past. */
  bookings({ when, cursor, limit = 20 }) {
    return this.#get(`/api/bookings?${query({ when, cursor, limit })}`);
  }

  /** {count, next} of what is ahead. */
  upcomingBookings() {
    return this.#get('/api/bookings/upcoming');
  }

  booking(id) {
    return this.#get(`/api/bookings/${encodeURIComponent(id)}`);
  }

  /** `act` is confirm, decline, cancel, enter or leave. */
  actOnBooking(id, act, body) {
    return this.#write('POST', `/api/bookings/${encodeURIComponent(id)}/${act}`, body);
  }

  proposeTime(id, proposal) {
    return this.#write('POST', `/api/bookings/${encodeURIComponent(id)}/proposals`, proposal);
  }

  /** `answer` is accept or decline. */
  answerProposal(id, proposalId, answer) {
    return this.#write('POST', `/api/bookings/${encodeURIComponent(id)}/proposals/${encodeURIComponent(proposalId)}/${answer}`);
  }

  proposeSeries(wish) {
    return this.#write('POST', '/api/bookings/series', wish);
  }

  series(id) {
    return this.#get(`/api/bookings/series/${encodeURIComponent(id)}`);
  }

  /** All lessons of a series, or those that begin at `startsAt`. */
  acceptSeries(id, startsAt) {
    return this.#write('POST', `/api/bookings/series/${encodeURIComponent(id)}/accept`, { startsAt });
  }

  declineSeries(id) {
    return this.#write('POST', `/api/bookings/series/${encodeURIComponent(id)}/decline`);
  }

  /** A booking as a calendar's file. */
  async calendarFile(id) {
    return (await this.#request('GET', `/api/bookings/${encodeURIComponent(id)}.ics`, { headers: { Accept: 'text/calendar' } })).blob();
  }

  /** {active, since} of the reader's calendar feed. */
  calendarFeed() {
    return this.#get('/api/bookings/calendar');
  }

  /** A new address for the feed, told to this clientId alone; the one before it is void. */
  renewCalendarFeed(clientId) {
    return this.#write('POST', '/api/bookings/calendar', { clientId });
  }

  revokeCalendarFeed() {
    return this.#write('DELETE', '/api/bookings/calendar');
  }

  typing(threadId) {
    return this.#write('POST', '/api/send/typing', { threadId });
  }

  markRead(threadId, upTo) {
    return this.#write('POST', '/api/read-receipts', { threadId, upTo });
  }

  receipts(threadId, from) {
    return this.#get(`/api/read-receipts?${query({ threadId, from })}`);
  }

  /** {changed, etag, badge}: the unread counts, or `changed: false` when they are what `etag` stood for. */
  async unread(etag) {
    const answer = await this.#request('GET', '/api/inbox/unread', { headers: etag ? { 'If-None-Match': etag } : {} });
    if (answer.status === 304) return { changed: false, etag };
    return { changed: true, etag: answer.headers.get('ETag'), badge: await answer.json() };
  }

  /** The address of the live stream; with a bearer token it carries a ticket that serves one connection. */
  async liveUrl() {
    if (!this.token) return `${this.base}/api/live`;
    const { ticket } = await this.#write('POST', '/api/inbox/live-ticket', {});
    return `${this.base}/api/live?${query({ ticket })}`;
  }

  async #get(path) {
    return (await this.#request('GET', path)).json();
  }

  async #write(method, path, body) {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    if (!this.token) headers['X-Requested-With'] = 'chalkline';
    const answer = await this.#request(method, path, { headers, body: body && JSON.stringify(body) });
    return answer.status === 204 ? null : answer.json();
  }

  async #request(method, path, { headers = {}, body } = {}) {
    try {
      const answer = await this.#fetchRenewing(method, path, headers, body);
      this.onoutcome(null);
      return answer;
    } catch (error) {
      this.onoutcome(error);
      throw error;
    }
  }

  async #fetchRenewing(method, path, headers, body) {
    const renewable = typeof this.token === 'function';
    try {
      return await this.#fetch(method, path, headers, body, false);
    } catch (error) {
      if (error.status !== 401 || !renewable) throw error;
      return this.#fetch(method, path, headers, body, true);
    }
  }

  async #fetch(method, path, headers, body, renew) {
    const bearer = await this.#bearer(renew);
    const answer = await this.#answer(`${this.base}${path}`, {
      method,
      body,
      headers: { Accept: 'application/json', ...headers, ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      cache: 'no-store',
      credentials: bearer ? 'omit' : 'include',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok || answer.status === 304) return answer;
    throw new ApiError(answer.status, await problemOf(answer), retryAfterOf(answer));
  }

  async #answer(url, init) {
    try {
      return await fetch(url, init);
    } catch {
      throw new ApiError(0, { code: 'no_answer' });
    }
  }

  async #bearer(renew) {
    return typeof this.token === 'function' ? this.token({ renew }) : this.token;
  }
}

function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given).toString();
}

async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

function retryAfterOf(answer) {
  const seconds = Number(answer.headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}
