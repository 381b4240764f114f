// Keyboard, screen reader, contrast.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, addressOf, chooseAction, connect, converse, eventually, field, launch, log, newPage, newPair, newPeople, openInbox, openThread, row, say, shows,
  signedIn, violations, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// Contrast hangs on the colours, sizes on the window: each of both is looked at once.
for (const [colorScheme, viewport] of Object.entries({ light: DESKTOP, dark: PHONE })) {
  test(`S1-05 S1-07 axe finds nothing: list, conversation, menu, refusal, failure (${colorScheme}, ${viewport.width})`, async () => {
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

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`S1-05 axe finds nothing: dialogs, message menu, editing, removed, blocked, new message (${size})`, async () => {
    const people = await newPair(SITE);
    await converse(SITE, people.student, people.tutor, 4);
    const colorScheme = size === 'phone' ? 'dark' : 'light';
    const context = await signedIn(browser, SITE, people.tutor, { viewport, colorScheme, reducedMotion: 'reduce', hasTouch: size === 'phone', isMobile: size === 'phone' });
    const page = await openInbox(context, SITE);
    const dialog = page.getByRole('dialog');
    const found = async (state) => assert.deepEqual(await violations(page), [], state);
    await page.getByRole('button', { name: 'Settings' }).click();
    await dialog.getByLabel('I am on vacation').check();
    await dialog.getByLabel('Show when I usually answer').check();
    await found('settings');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').first().waitFor();
    await found('settings refused');
    await page.keyboard.press('Escape');
    await chooseAction(page, 'Mia Student', 'Snooze…');
    await found('snooze');
    await page.keyboard.press('Escape');
    await openThread(page, 'Mia Student');
    await page.locator('.message-more').last().click();
    await found('message menu');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Edit message' }).fill(' ');
    await page.keyboard.press('Enter');
    await page.locator('.editor .field-problem').waitFor();
    await found('editing');
    await page.keyboard.press('Escape');
    await page.locator('.message-more').last().click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await found('removing');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.locator('.kind-removed').waitFor();
    await page.locator('.head').getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: /^Block/ }).click();
    await found('blocking');
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await page.locator('.refusal').waitFor();
    await found('blocked');
  });

  test(`S1-08 axe finds nothing: new message, people, a person (${size})`, async () => {
    const people = await newPeople('classroom', { tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
    await connect('classroom', people.tutor, people.student);
    const page = await openInbox(await signedIn(browser, 'classroom', people.tutor, { viewport }), 'classroom');
    await page.getByRole('button', { name: 'New message' }).click();
    assert.deepEqual(await violations(page), [], 'empty');
    await page.getByRole('combobox').fill('nobody');
    await page.getByText('Nobody by that name').waitFor();
    assert.deepEqual(await violations(page), [], 'nobody');
    await page.getByRole('combobox').fill('mia');
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await violations(page), [], 'found');
    await page.getByRole('option').first().click();
    assert.deepEqual(await violations(page), [], 'chosen');
  });
}

const SMALL = 44;

/** What can be tapped and is smaller than a finger, by its name. */
function tooSmall(page) {
  return page.evaluate((least) => {
    const root = document.querySelector('chalkline-inbox').shadowRoot;
    const targets = [...root.querySelectorAll('button, select, textarea, a[href], input:not([type="checkbox"], [type="radio"]), label:has(input), [role="option"]')];
    const seen = targets.filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('[inert]') && !node.classList.contains('skip'));
    const boxOf = (node) => (node.matches('.box textarea') ? node.closest('.box') : node).getBoundingClientRect();
    const small = seen.filter((node) => boxOf(node).height < least - 0.5 || boxOf(node).width < least - 0.5);
    return small.map((node) => `${node.className || node.tagName} ${Math.round(boxOf(node).width)}×${Math.round(boxOf(node).height)} ${node.textContent.slice(0, 30)}`);
  }, SMALL);
}

test('S1-05 on a phone everything that can be tapped is at least 44 pixels high and wide', async () => {
  const people = await newPair(SITE);
  await converse(SITE, people.student, people.tutor, 4);
  const page = await openInbox(await signedIn(browser, SITE, people.tutor, { viewport: PHONE, hasTouch: true, isMobile: true }), SITE);
  const fits = async (state) => assert.deepEqual(await tooSmall(page), [], state);
  await fits('list');
  await chooseAction(page, 'Mia Student', 'Snooze…');
  await fits('snooze');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('I am on vacation').check();
  await page.getByLabel('Show when I usually answer').check();
  await fits('settings');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New message' }).click();
  await page.getByRole('combobox').waitFor();
  await fits('new message');
  await page.goBack();
  await openThread(page, 'Mia Student');
  await fits('conversation');
  await page.locator('.message-more').last().click();
  await fits('message menu');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await fits('editing');
});

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
  const moving = (what) => page.locator(what).first().evaluate((node) => getComputedStyle(node).animationName);
  assert.equal(await moving('.dots i'), 'none');
  await page.locator('.head').getByRole('button', { name: /^Actions/ }).click();
  assert.equal(await moving('.menu'), 'none');
  await page.getByRole('menuitem', { name: 'Snooze…' }).click();
  assert.equal(await moving('.dialog'), 'none');
});
