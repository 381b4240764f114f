// Orders between the messages of a conversation, and what can be filtered and opened. What the platform would have recorded is
// answered by the tests.

import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, converse, eventually, launch, log, newPair, newPage, addressOf, openThread, say, shows, showsText, signedIn } from './support.js';

const SITE = 'advisor';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const order = (id, at, rest = {}) => ({ id, title: `Reading ${id}`, amount: 4950, currency: 'EUR', state: 'paid', at, url: null, ...rest });

/** An advisor's page on which the feed has these orders, newest page last; `pages` are given out from the newest. */
async function advisorWith(people, pages) {
  const page = await newPage(await signedIn(browser, SITE, people.tutor));
  const asked = [];
  await page.route('**/api/inbox/threads/*/feed?*', (route) => {
    const params = new URL(route.request().url()).searchParams;
    asked.push(Object.fromEntries(params));
    const at = Number(params.get('before') ?? 0);
    const hasMore = at + 1 < pages.length;
    return route.fulfill({ json: { items: pages[at].map((one) => ({ type: 'order', order: one })), hasMore, before: hasMore ? String(at + 1) : null } });
  });
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Mia Student');
  return { page, asked };
}

async function threeMessages() {
  const people = await newPair(SITE);
  const { thread } = await say(SITE, people.student, people.tutor, 'one');
  await say(SITE, people.tutor, people.student, 'two');
  await say(SITE, people.student, people.tutor, 'three');
  const { items } = await call(SITE, people.tutor, 'GET', `/api/inbox/threads/${thread.id}/messages`);
  return { people, times: items.map((message) => message.at) };
}

const rows = (page) => page.locator('.message .text, .order-title').allTextContents();
const later = (time) => new Date(Date.parse(time) + 3600000).toISOString();
const earlier = (time, days) => new Date(Date.parse(time) - days * 86400000).toISOString();

test('S4-02 S4-14 orders stand between the messages in order of time, an order before a message of the same moment', async () => {
  const { people, times } = await threeMessages();
  const { page, asked } = await advisorWith(people, [[order('a', earlier(times[0], 2)), order('b', times[1]), order('c', later(times[2]))]]);
  await eventually(() => rows(page), ['Reading a', 'one', 'Reading b', 'two', 'three', 'Reading c'], 'feed');
  assert.equal(asked[0].show, 'orders');
  await showsText(page.locator('.order').first(), '€49.50');
  await showsText(page.locator('.order').first(), 'Paid');
  assert.deepEqual(page.problems, []);
});

test('S4-15 an order opens its details; the dialog gives the focus back', async () => {
  const { people, times } = await threeMessages();
  const { page } = await advisorWith(people, [[order('a', times[0], { url: 'https://shop.example/orders/a' }), order('b', times[1], { url: 'javascript:alert(1)', currency: 'JPY', amount: 5000 })]]);
  const first = page.locator('.order-open').first();
  await first.click();
  const dialog = page.getByRole('dialog', { name: 'Order' });
  await showsText(dialog, /Reading a.*€49\.50.*Paid/s);
  assert.equal(await dialog.getByRole('link', { name: 'Open order' }).getAttribute('href'), 'https://shop.example/orders/a');
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await page.keyboard.press('Escape');
  await eventually(() => first.evaluate((node) => node.matches(':focus')), true, 'focus');
  await page.locator('.order-open').last().click();
  await showsText(dialog, /JP¥5,000|¥5,000/);
  assert.equal(await dialog.getByRole('link').count(), 0);
});

test('S4-16 only orders, only messages, everything', async () => {
  const { people, times } = await threeMessages();
  const { page } = await advisorWith(people, [[order('a', times[1])]]);
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
  const old = [order('old', earlier(items[0].at, 1))];
  const { page } = await advisorWith(people, [[order('mid', items[9].at), order('new', items[65].at)], old]);
  await page.locator('.order').first().waitFor();
  assert.deepEqual(await page.locator('.order-title').allTextContents(), ['Reading new']);
  await eventually(async () => {
    await log(page).evaluate((node) => { node.scrollTop = 0; });
    return page.locator('.order-title').allTextContents();
  }, ['Reading old', 'Reading mid', 'Reading new'], 'orders');
});

test('S4-16 a conversation without orders has nothing to choose', async () => {
  const { people } = await threeMessages();
  const { page } = await advisorWith(people, [[]]);
  await shows(page, 'one', 'two', 'three');
  assert.equal(await page.locator('.shows').isVisible(), false);
});
