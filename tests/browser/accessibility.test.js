// Keyboard, screen reader, contrast.

import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, addressOf, converse, eventually, field, launch, log, newPage, newPair, newPeople, openInbox, openThread, row, say, shows, signedIn, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test(`S1-05 S1-07 axe finds nothing: list, conversation, menu, refusal, failure (${colorScheme}, ${size})`, async () => {
      const people = await newPair(SITE);
      await converse(SITE, people.student, people.tutor, 4);
      const context = await signedIn(browser, SITE, people.student, { viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await openInbox(context, SITE);
      assert.deepEqual(await violations(page), [], 'list');
      await openThread(page, 'Ana Tutor');
      assert.deepEqual(await violations(page), [], 'conversation');
      await page.locator('.head').getByRole('button', { name: /^Actions/ }).click();
      assert.deepEqual(await violations(page), [], 'menu');
      await page.keyboard.press('Escape');
      await page.route('**/api/send', (route) => route.abort(), { times: 1 });
      await write(page, 'will fail');
      await page.locator('.pending.failed').waitFor();
      assert.deepEqual(await violations(page), [], 'failure');
      for (let n = 0; n < 10; n += 1) await say(SITE, people.student, people.tutor, `more ${n}`);
      await page.locator('.refusal').waitFor();
      assert.deepEqual(await violations(page), [], 'refusal');
    });
  }

  test(`S1-05 axe finds nothing on the empty inbox, the persona page and any other page (${colorScheme})`, async () => {
    const { lone } = await newPeople(SITE, { lone: { name: 'Lone Person', role: 'student' } });
    const context = await signedIn(browser, SITE, lone, { colorScheme });
    const page = await openInbox(context, SITE);
    await page.getByText('No conversations yet').waitFor();
    assert.deepEqual(await violations(page), [], 'empty inbox');
    const other = await newPage(context);
    await other.goto(`${addressOf(SITE)}/`);
    await other.locator('.persona').first().waitFor();
    assert.deepEqual(await violations(other), [], 'personas');
    await other.goto(`${addressOf(SITE)}/page.html`);
    assert.deepEqual(await violations(other), [], 'other page');
  });
}

const focused = (page) => page.evaluate(() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return `${node.tagName.toLowerCase()}.${node.className}`;
});

async function tabTo(page, wanted) {
  for (let n = 0; n < 30; n += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(wanted)) return;
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

test('S1-07 S1-09 everything works with the keyboard alone', async () => {
  const people = await newPeople(SITE, {
    student: { name: 'Mia Student', role: 'student' }, one: { name: 'Ana First', role: 'tutor' }, two: { name: 'Bob Second', role: 'tutor' },
  });
  await say(SITE, people.student, people.one, 'to one');
  await say(SITE, people.student, people.two, 'to two');
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await tabTo(page, 'button.row-open');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await eventually(() => focused(page), 'textarea.', 'focus in the composer');
  await page.getByRole('log', { name: /Ana First/ }).waitFor();
  await page.keyboard.type('typed');
  await page.keyboard.press('Enter');
  await shows(page, 'to one', 'typed');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'button.row-open');
  assert.equal(await row(page, 'Ana First').locator('.row-open').getAttribute('aria-current'), 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await eventually(() => focused(page), 'button.', 'focus in the menu');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await row(page, 'Ana First').locator('.icon-pin').first().waitFor();
  assert.ok((await focused(page)).includes('row-more'), 'focus is back at the menu’s button');
});

test('S1-07 on a phone the focus goes into the conversation and comes back to its row', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  const page = await openInbox(await signedIn(browser, SITE, people.student, { viewport: PHONE }), SITE);
  await row(page, 'Ana Tutor').locator('.row-open').focus();
  await page.keyboard.press('Enter');
  await eventually(() => focused(page), 'textarea.', 'focus in the composer');
  await page.keyboard.press('Escape');
  await eventually(() => focused(page), 'button.row-open', 'focus on the row');
});

test('S1-07 the conversation is a polite log, each message says who wrote it', async () => {
  const people = await newPair(SITE);
  await converse(SITE, people.student, people.tutor, 2);
  const page = await openInbox(await signedIn(browser, SITE, people.student), SITE);
  await openThread(page, 'Ana Tutor');
  await page.getByRole('log', { name: /Messages with .*Ana Tutor/ }).waitFor();
  assert.equal(await log(page).getAttribute('tabindex'), '0');
  assert.deepEqual(await page.locator('.message > .visually-hidden').allTextContents(), ['You: ', 'Ana Tutor: ']);
  assert.equal(await page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').count(), 1);
  await field(page).focus();
  assert.notEqual(await page.locator('.box').evaluate((node) => getComputedStyle(node).boxShadow), 'none');
});

test('S1-07 reduced motion is respected', async () => {
  const people = await newPair(SITE);
  await say(SITE, people.student, people.tutor, 'hello');
  const context = await signedIn(browser, SITE, people.student, { reducedMotion: 'reduce' });
  const page = await openInbox(context, SITE);
  await openThread(page, 'Ana Tutor');
  const moving = await page.locator('.dots i').first().evaluate((node) => getComputedStyle(node).animationName);
  assert.equal(moving, 'none');
});
