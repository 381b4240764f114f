// What every test here needs: a browser, fresh people on a running stack, and words for what one sees on the page.
//
// CHALKLINE_BASE is the address of the marketplace site (classroom and advisor listen on the next two ports), CHALKLINE_STATE the
// state folder with the files of the sites and bin/scheduled.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const SITES = ['marketplace', 'classroom', 'advisor'];
const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const PATIENCE_MS = 30000;
const BROWSER_FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 780 };

function setting(name) {
  const value = process.env[name];
  assert.ok(value, `set ${name}: see README.md beside these tests`);
  return value;
}

let browser = null;

// Without the window and the profile of the whole Chromium a page takes half of its time.
export async function launch() {
  browser = await chromium.launch({ executablePath: process.env.CHALKLINE_CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: BROWSER_FLAGS });
  return browser;
}

// Pages that a test has left open would go on polling while the next ones run.
afterEach(() => Promise.all((browser?.contexts() ?? []).map(shut)));

// A request that a test answers itself may still be on its way.
async function shut(context) {
  await Promise.all([context, ...context.pages()].map((each) => each.unrouteAll({ behavior: 'ignoreErrors' })));
  await context.close();
}

export function addressOf(site) {
  const base = new URL(setting('CHALKLINE_BASE'));
  base.port = String(Number(base.port) + SITES.indexOf(site));
  return base.origin;
}

// --- people

let made = 0;
const prefix = `w${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;

/** People nobody has met before: `{mia: {name, role}}` becomes `{mia: {id, name, token}}`, on this site. */
export async function newPeople(site, wanted) {
  const people = {};
  for (const [key, { name, role, ...rest }] of Object.entries(wanted)) {
    made += 1;
    people[key] = { id: `${prefix}-${made}`, name, role, rest };
  }
  await takeEvents(site, Object.values(people).map(personEvent));
  for (const person of Object.values(people)) person.token = await tokenOf(site, person.id);
  return people;
}

/** A tutor and a student who may write to each other. */
export async function newPair(site, { tutor = 'Ana Tutor', student = 'Mia Student' } = {}) {
  const people = await newPeople(site, { tutor: { name: tutor, role: 'tutor' }, student: { name: student, role: 'student' } });
  await connect(site, people.tutor, people.student);
  return people;
}

/** Lets a tutor and a student write to each other, in the way of the site. */
export async function connect(site, tutor, ...students) {
  await takeEvents(site, site === 'classroom' ? sameCourse(tutor, students) : students.map((student) => related(tutor, student)));
}

/** Ends what `connect` began, on a site whose people are related one by one. */
export async function disconnect(site, tutor, student) {
  const ended = related(tutor, student);
  await takeEvents(site, [{ ...ended, data: { ...ended.data, state: 'ended' } }]);
}

/** Lets the platform tell what a student has bought from a tutor; what has `lessons` is a package. */
export async function recordOrders(site, people, orders) {
  await takeEvents(site, orders.map((order) => event(order.lessons ? 'package.purchased' : 'order.recorded', orderOf(people, order))));
}

/** What an event says of an order. */
export function orderOf({ tutor, student }, order) {
  const state = order.lessons ? {} : { state: 'paid' };
  return { amount: 4950, currency: 'EUR', ...state, ...order, id: `${prefix}-${order.id}`, tutorId: tutor.id, studentId: student.id };
}

/** Links parents with a child, or ends that, as the platform tells it. */
export async function link(site, child, parents, state = 'confirmed') {
  await takeEvents(site, parents.map((parent) => event('parent_link.upserted', { parentId: parent.id, studentId: child.id, state })));
}

/**
 * Two children who learn with two tutors, and both parents of both: {mia, tom, claire, ben, ana, oscar}. The younger child learns with
 * Ana alone.
 */
export async function newFamily(site) {
  const people = await newPeople(site, {
    mia: { name: 'Mia Weber', role: 'student' }, tom: { name: 'Tom Weber', role: 'student' },
    claire: { name: 'Claire Weber', role: 'parent' }, ben: { name: 'Ben Weber', role: 'parent' },
    ana: { name: 'Ana Tutor', role: 'tutor' }, oscar: { name: 'Oscar Tutor', role: 'tutor' },
  });
  const { mia, tom, claire, ben, ana, oscar } = people;
  await takeEvents(site, [
    ...[mia, tom].map((student) => related(ana, student)), related(oscar, mia),
    ...[mia, tom].flatMap((student) => [claire, ben].map((parent) => event('parent_link.upserted', { parentId: parent.id, studentId: student.id, state: 'confirmed' }))),
  ]);
  return people;
}

/** Lets a tutor be booked at these hours of every week, [{day, from, to}], in the tutor's zone. */
export function setHours(site, tutor, weekly, timeZone = 'Europe/Berlin') {
  return call(site, tutor, 'PUT', '/api/bookings/availability', { timeZone, weekly, exceptions: [] });
}

/** Hours at any time of any day. */
export const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));

/** What the booking system tells of a booking. */
export async function tellBooking(site, type, data) {
  await deliver(site, 'bookings', event(type, data));
}

/** What the platform tells while its pages are open. */
export function tellPlatform(site, type, data) {
  return takeEvents(site, [event(type, data)]);
}

/** An address of this run's own. */
export function newAddress(name) {
  made += 1;
  return `${name}.${prefix}.${made}@browser.example`;
}

function personEvent({ id, name, role, rest }) {
  return event('person.upserted', { id, name, timeZone: 'Europe/Berlin', locale: 'en', roles: [role], standing: 'ok', ...rest });
}

function related(tutor, student) {
  return event('relationship.upserted', { tutorId: tutor.id, studentId: student.id, state: 'active', origin: 'profile' });
}

function sameCourse(tutor, students) {
  const course = { courseId: `course-${tutor.id}`, batchId: `batch-${tutor.id}`, institutionId: `inst-${prefix}`, state: 'active' };
  return [tutor, ...students].map((person) => event('enrolment.upserted', { ...course, personId: person.id, role: person.role }));
}

function event(type, data) {
  return { type, timestamp: new Date().toISOString(), data };
}

async function takeEvents(site, events) {
  const { results } = await deliver(site, 'platform', events);
  assert.deepEqual(results.filter((one) => one.status !== 'applied'), []);
}

// Signed as Standard Webhooks are.
async function deliver(site, sender, what) {
  const secret = Buffer.from((await siteFile(site)).match(/whsec_([A-Za-z0-9+/=]+)/)[1], 'base64');
  const [id, time, body] = [randomBytes(12).toString('hex'), seconds(), JSON.stringify(what)];
  const signature = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64');
  const answer = await fetch(`${addressOf(site)}/api/webhooks/${sender}`, {
    method: 'POST', body, headers: { 'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': `v1,${signature}` },
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

// As a platform makes them: a JWT (RFC 7519) under the site's first key. It costs nothing; a process for each one did.
async function tokenOf(site, person) {
  const [, kid, secret] = (await siteFile(site)).match(/\{kid: ([^,]+), alg: HS256, secret: ([^}]+)\}/);
  const [head, claims] = [{ alg: 'HS256', typ: 'JWT', kid }, { sub: person, aud: site, exp: seconds() + 3600 }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${head}.${claims}.${createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url')}`;
}

function siteFile(site) {
  return readFile(path.join(setting('CHALKLINE_STATE'), 'sites', `${site}.yaml`), 'utf8');
}

const seconds = () => Math.floor(Date.now() / 1000);

/** Lets happen what the clock triggers of bookings, as of `now`: the scheduled loop leaves it alone where the clock is a test's. */
export async function runScheduled(now = Date.now()) {
  await run(path.join(setting('CHALKLINE_STATE'), 'bin', 'scheduled'), ['--once', '--now', new Date(now).toISOString()]);
}

// --- the API, as a person

export async function call(site, person, method, route, body, now) {
  const answer = await fetch(`${addressOf(site)}${route}`, {
    method,
    headers: { Authorization: `Bearer ${person.token}`, ...(body && { 'Content-Type': 'application/json' }), ...(now && { 'Chalkline-Now': now }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${route}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

export function say(site, from, to, message) {
  return call(site, from, 'POST', '/api/send', { to: to.id, message, clientId: randomBytes(12).toString('hex') });
}

/** Says many things in turn, so that no cap is met: the first by `one`, the next by `other`, and so on. */
export async function converse(site, one, other, count) {
  let last;
  for (let n = 1; n <= count; n += 1) {
    last = n % 2 ? await say(site, one, other, `line ${n}`) : await say(site, other, one, `line ${n}`);
  }
  return last.thread.id;
}

/** All messages of a thread as the person sees them. */
export async function messagesOf(site, person, threadId) {
  return (await call(site, person, 'GET', `/api/inbox/threads/${threadId}/messages?limit=100`)).items;
}

// --- mails, as the driver `eml` writes them

/** The text of the newest mail to an address that `pattern` is found in, when there is one. */
export async function mailTo(site, address, pattern = /./) {
  return eventually(async () => (await mailsTo(site, address)).filter((text) => pattern.test(text)).at(-1), Boolean, `mail to ${address}`);
}

async function mailsTo(site, address) {
  const folder = path.join(setting('CHALKLINE_STATE'), 'mail', site);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  const mails = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'latin1')));
  return mails.filter((mail) => headOf(mail, 'To').includes(address)).sort((a, b) => Date.parse(headOf(a, 'Date')) - Date.parse(headOf(b, 'Date'))).map(plainText);
}

function headOf(mail, name) {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return head.match(new RegExp(`^${name}: (.*)$`, 'mi'))?.[1] ?? '';
}

// The first part of a multipart/alternative (RFC 2046), decoded (RFC 2045).
function plainText(mail) {
  const boundary = headOf(mail, 'Content-Type').match(/boundary="?([^";]+)/)[1];
  const part = mail.split(`--${boundary}`)[1].replace(/^\r\n/, '');
  const body = part.slice(part.indexOf('\r\n\r\n') + 4);
  const encoding = headOf(part, 'Content-Transfer-Encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString();
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

// --- pages

/** A browser of one's own, signed in by cookie. */
export async function signedIn(browser, site, person, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const { cookie } = await (await fetch(`${addressOf(site)}/demo/personas.json`)).json();
  await context.addCookies([{ name: cookie, value: person.token, url: addressOf(site), sameSite: 'Strict' }]);
  return context;
}

/** Opens a page and collects what goes wrong on it in `page.problems`. */
export async function newPage(context) {
  const page = await context.newPage();
  page.problems = [];
  page.on('console', (line) => line.type() === 'error' && page.problems.push(line.text()));
  page.on('pageerror', (error) => page.problems.push(String(error)));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (violation) => console.error(`CSP: ${violation.violatedDirective} ${violation.blockedURI}`));
  });
  return page;
}

/** The inbox page, when its list is there and its stream is open. */
export async function openInbox(context, site, query = '') {
  const page = await newPage(context);
  const live = page.waitForResponse((answer) => answer.url().includes('/api/live') && answer.ok());
  await page.goto(`${addressOf(site)}/inbox.html${query}`);
  await live;
  await listLoaded(page);
  return page;
}

/** The family page, when its links are there. */
export async function openFamily(context, site, query = '') {
  const page = await newPage(context);
  await page.goto(`${addressOf(site)}/family.html${query}`);
  await page.locator('.side:visible').first().waitFor();
  return page;
}

/** The page of bookings, when what the reader may do there is known. */
export async function openBooking(context, site, query = '') {
  const page = await newPage(context);
  await page.goto(`${addressOf(site)}/booking.html${query}`);
  await page.locator('.panel').waitFor();
  return page;
}

/** Sets the clock of what a browser asks the server, and of its pages that come later. */
export async function setClock(context, at) {
  await context.setExtraHTTPHeaders({ 'Chalkline-Now': new Date(at).toISOString() });
}

/** The inbox page without waiting for the stream, for tests that keep it away. */
export async function openInboxWithoutLive(context, site) {
  const page = await newPage(context);
  await page.route('**/api/live*', (route) => route.abort());
  await page.goto(`${addressOf(site)}/inbox.html`);
  await listLoaded(page);
  return page;
}

async function listLoaded(page) {
  await page.locator('.row, .list-end .empty').first().waitFor({ state: 'attached' });
}

/** The next request to these addresses finds the sign-in ended; no other one does before it. */
export function signOutAt(page, address) {
  const problem = { status: 401, code: 'token_missing', detail: 'A token is needed.' };
  return page.route(address, (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', json: problem }), { times: 1 });
}

// --- what axe finds

/** What is wrong on the page as it is now, a line for each rule. */
export async function violations(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(await readFile(AXE, 'utf8'));
  // Describing what is right as well would take most of the time.
  const { violations: found } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
}

// --- what one sees

export const row = (page, name) => page.locator('.row', { has: page.locator('.name', { hasText: name }) });
export const log = (page) => page.getByRole('log');
export const field = (page) => page.getByRole('textbox');
export const bubbles = (page) => page.locator('.message .text');

export async function openThread(page, name) {
  await row(page, name).locator('.row-open').click();
  await page.locator('.log[aria-busy="false"]').waitFor();
  await page.getByRole('log', { name: new RegExp(name) }).waitFor();
}

export async function write(page, text) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

export async function chooseAction(page, name, action) {
  await row(page, name).hover();
  await row(page, name).getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Waits until `read()` gives what is expected (a value, or a function that says yes). */
export async function eventually(read, expected, what = 'condition') {
  const isIt = typeof expected === 'function' ? expected : (value) => isEqual(value, expected);
  const deadline = Date.now() + PATIENCE_MS;
  let value;
  do {
    value = await read();
    if (isIt(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 40));
  } while (Date.now() < deadline);
  assert.fail(`${what}: still ${JSON.stringify(value)}, expected ${typeof expected === 'function' ? expected : JSON.stringify(expected)}`);
}

function isEqual(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The text of each bubble, from top to bottom. */
export const texts = (page) => bubbles(page).allTextContents();

export async function shows(page, ...expected) {
  await eventually(() => texts(page), expected, 'messages on the page');
}

export async function showsText(locator, pattern) {
  await locator.filter({ hasText: pattern }).first().waitFor();
}
