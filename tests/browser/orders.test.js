// Orders between the messages of a conversation, and what can be filtered and opened. The platform tells of the orders by its events.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  call, converse, eventually, field, launch, log, newPair, newPage, addressOf, openInbox, openThread, orderOf, recordOrders, say, shows, showsText, signedIn,
  tellPlatform, violations,
} from './support.js';

const SITE = 'advisor';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

let recorded = 0;

/** An order of this title at this time. Of one and the same time, the later made is the later shown. */
function order(title, at, rest = {}) {
  recorded += 1;
  return { id: `order-${String(recorded).padStart(4, '0')}`, title, at, ...rest };
}

/** The advisor's page with the conversation open; `prepare` sees the page before it is loaded. */
async function advisorsPage(people, prepare = () => {}) {
  const page = await newPage(await signedIn(browser, SITE, people.tutor));
  await prepare(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Mia Student');
  return page;
}

async function advisorWith(people, orders) {
  await recordOrders(SITE, people, orders);
  return advisorsPage(people);
}

async function threeMessages() {
  const people = await newPair(SITE);
  const { thread } = await say(SITE, people.student, people.tutor, 'one');
  await say(SITE, people.tutor, people.student, 'two');
  await say(SITE, people.student, people.tutor, 'three');
  const { items } = await call(SITE, people.tutor, 'GET', `/api/inbox/threads/${thread.id}/messages`);
  return { people, times: items.map((message) => message.at) };
}

const rows = (page) => page.locator('.message .text, .order-title, .card-title').allTextContents();
const later = (time) => new Date(Date.parse(time) + 3600000).toISOString();
const earlier = (time, days) => new Date(Date.parse(time) - days * 86400000).toISOString();

test('S4-02 S4-14 orders stand between the messages in order of time, an order before a message of the same moment', async () => {
  const { people, times } = await threeMessages();
  const page = await advisorWith(people, [
    order('Reading a', earlier(times[0], 2)), order('Reading b', times[1]), order('Reading c', later(times[2])), order('Package', times[2], { lessons: 10, minutes: 45 })]);
  await eventually(() => rows(page), ['Reading a', 'one', 'Reading b', 'two', 'three', 'Package', 'Reading c'], 'feed');
  await showsText(page.locator('.order').first(), '€49.50');
  await showsText(page.locator('.order').first(), 'Paid');
  assert.deepEqual(page.problems, []);
});

test('S4-18 an order that comes while the page is open stands in the feed and lets the advisor write on', async () => {
  const { people } = await threeMessages();
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  await openThread(page, 'Mia Student');
  for (let n = 1; n <= 5; n += 1) await say(SITE, people.tutor, people.student, `again ${n}`);
  await showsText(page.locator('.refusal'), /when .*Mia Student.* replies.*order/s);
  assert.equal(await field(page).isEditable(), false);
  await tellPlatform(SITE, 'order.recorded', orderOf(people, order('Reading a', new Date().toISOString())));
  await eventually(async () => (await rows(page)).at(-1), 'Reading a', 'order');
  await eventually(() => field(page).isEditable(), true, 'field');
  assert.equal(await page.locator('.refusal').isVisible(), false);
  assert.deepEqual(page.problems, []);
});

test('S4-15 an order opens its details; the dialog gives the focus back', async () => {
  const { people, times } = await threeMessages();
  const page = await advisorWith(people, [
    order('Reading a', times[0], { url: 'https://shop.example/orders/a' }), order('Reading b', times[1], { currency: 'JPY', amount: 5000 })]);
  const first = page.locator('.order-open').first();
  await first.click();
  const dialog = page.getByRole('dialog', { name: 'Order' });
  await showsText(dialog, /Reading a.*€49\.50.*Paid/s);
  assert.equal(await dialog.getByRole('link', { name: 'Open order' }).getAttribute('href'), 'https://shop.example/orders/a');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await eventually(() => first.evaluate((node) => node.matches(':focus')), true, 'focus');
  await page.locator('.order-open').last().click();
  await showsText(dialog, /JP¥5,000|¥5,000/);
  assert.equal(await dialog.getByRole('link').count(), 0);
});

test('S0-19 S4-02 S4-15 S4-16 a package is one thing: a card in the conversation, one of the orders among these, with the same details', async () => {
  const { people, times } = await threeMessages();
  const page = await advisorWith(people, [order('Ten lessons', times[2], { lessons: 10, minutes: 45 })]);
  const card = page.locator('.card-box');
  const dialog = page.getByRole('dialog', { name: 'Order' });
  await showsText(card, /Ten lessons.*Paid.*€49\.50.*10 lessons/s);
  assert.equal(await page.locator('.order').count(), 0);
  const details = card.getByRole('button', { name: /^Details: .*Ten lessons/ });
  await details.click();
  await showsText(dialog, /Ten lessons.*€49\.50.*Paid/s);
  await page.keyboard.press('Escape');
  await eventually(() => details.evaluate((node) => node.matches(':focus')), true, 'focus');
  await page.getByRole('button', { name: 'Orders', exact: true }).click();
  await eventually(() => rows(page), ['Ten lessons'], 'orders');
  await page.locator('.order-open').click();
  await showsText(dialog, /Ten lessons.*€49\.50.*Paid/s);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Messages', exact: true }).click();
  await eventually(() => rows(page), ['one', 'two', 'three', 'Ten lessons'], 'messages');
  assert.deepEqual(page.problems, []);
});

test('S4-12 S4-01 the composer is on the client’s card: the way from a client’s profile leads to name, order, messages and composer in one pane', async () => {
  const { people, times } = await threeMessages();
  await recordOrders(SITE, people, [order('Reading a', times[1])]);
  const { id, name } = people.student;
  const page = await openInbox(await signedIn(browser, SITE, people.tutor), SITE, `?${new URLSearchParams({ to: id, name })}`);
  const client = page.getByRole('region', { name: /^Messages with .*Mia Student/ });
  await showsText(client.getByRole('heading'), 'Mia Student');
  await eventually(() => rows(client), ['one', 'Reading a', 'two', 'three'], 'feed');
  await field(client).fill('four');
  await field(client).press('Enter');
  await eventually(() => rows(client), ['one', 'Reading a', 'two', 'three', 'four'], 'feed');
  assert.deepEqual(page.problems, []);
});

test('S4-16 only orders, only messages, everything', async () => {
  const { people, times } = await threeMessages();
  const page = await advisorWith(people, [order('Reading a', times[1])]);
  await page.getByRole('button', { name: 'Orders', exact: true }).click();
  await eventually(() => rows(page), ['Reading a'], 'orders');
  assert.equal(await page.getByRole('button', { name: 'Orders', exact: true }).getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'Messages', exact: true }).click();
  await eventually(() => rows(page), ['one', 'two', 'three'], 'messages');
  await page.locator('.shows').getByRole('button', { name: 'All', exact: true }).click();
  await eventually(() => rows(page), ['one', 'Reading a', 'two', 'three'], 'everything');
});

test('S4-14 older orders come with the older messages, each once', async () => {
  const people = await newPair(SITE);
  const id = await converse(SITE, people.student, people.tutor, 70);
  const { items } = await call(SITE, people.tutor, 'GET', `/api/inbox/threads/${id}/messages?limit=100`);
  const newest = Array.from({ length: 100 }, (_, n) => order(`New ${n}`, items[65].at));
  const page = await advisorWith(people, [order('Old', earlier(items[0].at, 1)), order('Middle', items[9].at), ...newest]);
  const titles = newest.map(({ title }) => title);
  await eventually(() => page.locator('.order-title').allTextContents(), titles, 'newest orders');
  await eventually(async () => {
    await log(page).evaluate((node) => { node.scrollTop = 0; });
    return page.locator('.order-title').allTextContents();
  }, ['Old', 'Middle', ...titles], 'orders');
  assert.deepEqual(page.problems, []);
});

test('S4-16 a conversation without orders has nothing to choose', async () => {
  const { people } = await threeMessages();
  const page = await advisorsPage(people);
  await shows(page, 'one', 'two', 'three');
  assert.equal(await page.locator('.shows').isVisible(), false);
});

test('S4-02 a server without the feed has a conversation without orders', async () => {
  const { people, times } = await threeMessages();
  await recordOrders(SITE, people, [order('Reading a', times[1])]);
  const page = await advisorsPage(people, (fresh) => fresh.route('**/api/inbox/threads/*/feed?*', (route) => route.fulfill({
    status: 404, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found' } })));
  await shows(page, 'one', 'two', 'three');
  assert.equal(await page.locator('.shows').isVisible(), false);
  assert.deepEqual(page.problems.filter((line) => !line.includes('404')), []);
});
