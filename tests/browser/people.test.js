// A new message to somebody found by name.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  PHONE, addressOf, call, connect, eventually, field, launch, messagesOf, newPage, newPair, newPeople, openInbox, row, say, shows, showsText, signedIn, write,
} from './support.js';

const SITE = 'classroom';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const to = (page) => page.getByRole('combobox', { name: 'To' });
const options = (page) => page.getByRole('option');
const message = (page) => page.getByRole('textbox', { name: /^Message to/ });

/** A tutor with three students, none of whom has written yet; the page is the tutor's. */
async function classOpened(contextOptions = {}) {
  const people = await newPeople(SITE, {
    tutor: { name: 'Ana Tutor', role: 'tutor' }, zoe: { name: 'Zoë van Berg', role: 'student' },
    zora: { name: 'Zora Adams', role: 'student' }, mia: { name: 'Mia Student', role: 'student' }, stranger: { name: 'Zoltan Stranger', role: 'student' },
  });
  await connect(SITE, people.tutor, people.zoe, people.zora, people.mia);
  const page = await openInbox(await signedIn(browser, SITE, people.tutor, contextOptions), SITE);
  await page.getByRole('button', { name: 'New message' }).click();
  await to(page).waitFor();
  return { people, page };
}

test('S1-08 S1-10 S1-17 find by name, choose with the arrow keys, write, send: the other sees it at once', async () => {
  const { people, page } = await classOpened();
  const zoe = await openInbox(await signedIn(browser, SITE, people.zoe), SITE);
  assert.equal(await to(page).evaluate((node) => node.matches(':focus')), true);
  await page.keyboard.type('zo');
  await eventually(() => options(page).locator('bdi').allTextContents(), ['Zoë van Berg', 'Zora Adams'], 'people');
  await showsText(page.locator('.people-status'), '2 people found');
  assert.equal(await to(page).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const active = await to(page).getAttribute('aria-activedescendant');
  assert.equal(await options(page).first().getAttribute('id'), active);
  assert.equal(await options(page).first().getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Welcome to the course');
  await page.keyboard.press('Enter');
  await shows(page, 'Welcome to the course');
  await page.getByRole('log', { name: /Zoë van Berg/ }).waitFor();
  await showsText(row(zoe, 'Ana Tutor').locator('.preview'), 'Welcome to the course');
  await showsText(row(page, 'Zoë van Berg').locator('.preview'), 'Welcome to the course');
  assert.deepEqual([...page.problems, ...zoe.problems], []);
});

test('S1-08 nothing typed, nobody found, signs alone: each says so; Escape closes the list', async () => {
  const { page } = await classOpened();
  for (const text of ['nobody of that name', '???']) {
    await showsText(page.locator('.people-status'), 'Type a name');
    await to(page).fill(text);
    await showsText(page.locator('.people-status'), 'Nobody by that name');
    assert.equal(await options(page).count(), 0);
    await to(page).fill('');
  }
  await to(page).fill('zora');
  await options(page).first().waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await to(page).getAttribute('aria-expanded'), 'false');
  await to(page).fill('');
  await showsText(page.locator('.people-status'), 'Type a name');
});

/** A tutor of 25 students of one name; the page is the tutor's, who has typed it. */
async function namesakesFound() {
  const namesakes = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`anna${n}`, { name: 'Anna Müller', role: 'student' }]));
  const { tutor, ...students } = await newPeople(SITE, { tutor: { name: 'Ana Tutor', role: 'tutor' }, ...namesakes });
  await connect(SITE, tutor, ...Object.values(students));
  const page = await openInbox(await signedIn(browser, SITE, tutor), SITE);
  await page.getByRole('button', { name: 'New message' }).click();
  await to(page).fill('Anna Müller');
  await eventually(() => options(page).count(), 20, 'the first page of people');
  await showsText(page.locator('.people-status'), /^The first 20/);
  return page;
}

test('S1-08 more people of one name than a page holds: the arrow keys go on to the next page, and from the very last to the first', async () => {
  const page = await namesakesFound();
  const marked = () => options(page).evaluateAll((all) => all.findIndex((one) => one.ariaSelected === 'true'));
  for (let step = 0; step < 19; step += 1) await page.keyboard.press('ArrowDown');
  await eventually(() => options(page).count(), 25, 'people');
  await showsText(page.locator('.people-status'), '25 people found');
  assert.equal(await marked(), 19);
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowDown');
  assert.equal(await marked(), 24);
  await page.keyboard.press('ArrowDown');
  assert.equal(await marked(), 0);
  assert.deepEqual(page.problems, []);
});

test('S1-08 the next page of people loads as one scrolls, and its people can be chosen', async () => {
  const page = await namesakesFound();
  await options(page).last().scrollIntoViewIfNeeded();
  await eventually(() => options(page).count(), 25, 'people');
  await options(page).last().click();
  await message(page).waitFor();
});

test('S1-08 the list of people is open while its field has the focus: Tab closes it, and an arrow key or a click opens it again', async () => {
  const { page } = await classOpened();
  const isOpen = async () => [await page.getByRole('listbox').isVisible(), await to(page).getAttribute('aria-expanded')];
  await to(page).fill('zo');
  await options(page).first().waitFor();
  await page.keyboard.press('Tab');
  assert.deepEqual(await isOpen(), [false, 'false']);
  await to(page).click();
  assert.deepEqual(await isOpen(), [true, 'true']);
  await page.locator('.new-message .empty').click();
  assert.deepEqual(await isOpen(), [false, 'false']);
  await to(page).focus();
  for (const key of ['ArrowDown', 'ArrowUp']) {
    await page.keyboard.press(key);
    assert.deepEqual(await isOpen(), [true, 'true']);
    await page.keyboard.press('Escape');
    assert.deepEqual(await isOpen(), [false, 'false']);
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await message(page).waitFor();
});

/** Chooses Zora for a new message, once more after a reload. */
async function chooseZora(page) {
  await to(page).fill('zora');
  await options(page).first().click();
}

/** A first message to Zora that nobody answers; notes what is asked, and lets `reached(route)` say whether the server gets it. */
async function sendToSilence(page, reached) {
  const asked = [];
  await page.route('**/api/send', async (route) => {
    asked.push(route.request().postDataJSON());
    if (asked.length > 1) await route.continue();
    else await reached(route);
  });
  await chooseZora(page);
  await write(page, 'Welcome to the course');
  await eventually(() => asked.length, 1, 'sends');
  return asked;
}

test('S0-08 S1-08 a first message that has no answer yet survives a reload, and sent again it is one message', async () => {
  const { people, page } = await classOpened();
  const asked = await sendToSilence(page, () => {});
  await message(page).pressSequentially('PS');
  await page.reload();
  await chooseZora(page);
  assert.equal(await message(page).inputValue(), 'Welcome to the course\nPS');
  await write(page, 'Welcome to the course');
  await shows(page, 'Welcome to the course');
  await page.getByRole('log', { name: /Zora Adams/ }).waitFor();
  assert.equal(asked[1].clientId, asked[0].clientId);
  const { items } = await call(SITE, people.zora, 'GET', '/api/inbox');
  assert.equal(items.length, 1);
});

test('S0-08 S1-08 a first message whose answer is lost in a reload is there once, and not in the box again', async () => {
  const { people, page } = await classOpened();
  let isThere;
  const there = new Promise((resolve) => { isThere = resolve; });
  await sendToSilence(page, async (route) => {
    await route.fetch();
    isThere();
  });
  await there;
  await page.reload();
  await row(page, 'Zora Adams').waitFor();
  await chooseZora(page);
  await page.getByRole('log', { name: /Zora Adams/ }).waitFor();
  await shows(page, 'Welcome to the course');
  assert.equal(await message(page).inputValue(), '');
  assert.equal(await page.locator('.pending').count(), 0);
  const { items } = await call(SITE, people.zora, 'GET', '/api/inbox');
  assert.equal((await messagesOf(SITE, people.zora, items[0].id)).length, 1);
});

test('S1-08 Escape leaves the new message, and the focus is back at its button', async () => {
  const { page } = await classOpened();
  await page.keyboard.press('Escape');
  await page.getByText('Choose a conversation').waitFor();
  assert.equal(await page.getByRole('button', { name: 'New message' }).evaluate((node) => node.matches(':focus')), true);
});

test('S1-17 strangers are not offered', async () => {
  const { page } = await classOpened();
  await to(page).fill('zoltan');
  await showsText(page.locator('.people-status'), 'Nobody by that name');
});

test('S1-17 who is on vacation is not offered to new students, and they are told that it may be so', async () => {
  const { student, tutor } = await newPeople('marketplace', { student: { name: 'Nia New', role: 'student' }, tutor: { name: 'Vera Vacation', role: 'tutor' } });
  await call('marketplace', tutor, 'PATCH', '/api/inbox/settings', { vacation: { on: true, message: 'I am away.' } });
  const page = await openInbox(await signedIn(browser, 'marketplace', student), 'marketplace');
  await page.getByRole('button', { name: 'New message' }).click();
  await to(page).fill('Vera Vacation');
  await showsText(page.locator('.people-status'), /^Nobody by that name.*on vacation are not shown/);
});

test('S1-08 typing asks once it pauses, and an overtaken answer is not shown', async () => {
  const { page } = await classOpened();
  const asked = [];
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route('**/api/inbox/people?*', async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q');
    asked.push(q);
    if (q === 'mia') await released;
    await route.continue().catch(() => {});
  });
  await to(page).fill('mia');
  await eventually(() => asked.length, 1, 'first question');
  await to(page).pressSequentially('x', { delay: 0 });
  await to(page).fill('zora');
  await eventually(() => options(page).locator('bdi').allTextContents(), ['Zora Adams'], 'people');
  release();
  await page.waitForResponse((answer) => answer.url().includes('q=mia'));
  assert.deepEqual(await options(page).locator('bdi').allTextContents(), ['Zora Adams']);
  assert.deepEqual(asked, ['mia', 'zora']);
});

test('S0-07 whoever there is a conversation with opens that one', async () => {
  const { people, page } = await classOpened();
  await say(SITE, people.mia, people.tutor, 'hello');
  await row(page, 'Mia Student').waitFor();
  await to(page).fill('mia');
  await options(page).first().click();
  await shows(page, 'hello');
  await page.getByRole('log', { name: /Mia Student/ }).waitFor();
});

test('S0-08 an answer that got lost keeps the text, and sending it again makes one message', async () => {
  const { people, page } = await classOpened();
  await to(page).fill('zora');
  await options(page).first().click();
  await page.route('**/api/send', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await write(page, 'only once');
  await showsText(page.locator('.problem'), 'Your text is still here');
  assert.equal(await message(page).inputValue(), 'only once');
  await message(page).press('Enter');
  await shows(page, 'only once');
  const id = await row(page, 'Zora Adams').getAttribute('data-thread');
  assert.equal((await messagesOf(SITE, people.tutor, id)).length, 1);
});

test('S0-08 the draft of a first message survives a reload', async () => {
  const { page } = await classOpened();
  await to(page).fill('zora');
  await options(page).first().click();
  await message(page).fill('half a thought');
  await page.reload();
  await to(page).fill('zora');
  await options(page).first().click();
  assert.equal(await message(page).inputValue(), 'half a thought');
});

test('S1-08 another person can be chosen before sending', async () => {
  const { page } = await classOpened();
  await to(page).fill('zora');
  await options(page).first().click();
  await page.getByRole('button', { name: 'Choose somebody else' }).click();
  assert.equal(await to(page).evaluate((node) => node.matches(':focus')), true);
  assert.equal(await field(page).last().isDisabled(), true);
});

test('S0-03 S0-06 a page names the person: the conversation there is, or a first message', async () => {
  const people = await newPeople('marketplace', { tutor: { name: 'Ana Tutor', role: 'tutor' }, student: { name: 'Mia Student', role: 'student' } });
  const page = await newPage(await signedIn(browser, 'marketplace', people.student));
  const link = `${addressOf('marketplace')}/inbox.html?to=${people.tutor.id}&name=Ana%20Tutor`;
  await page.goto(link);
  await message(page).waitFor();
  await write(page, 'I found you on your profile');
  await shows(page, 'I found you on your profile');
  assert.deepEqual(page.problems, []);
});

test('S0-06 S0-07 the conversation with the person whom a page names is found where the list has not been read to it; what was typed meanwhile goes along', async () => {
  const people = await newPair('marketplace');
  await say('marketplace', people.student, people.tutor, 'long ago');
  const page = await newPage(await signedIn(browser, 'marketplace', people.tutor));
  let answer;
  const asked = new Promise((resolve) => { answer = resolve; });
  await page.route('**/api/inbox?*', async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (searchParams.get('limit') !== '100') return route.fulfill({ json: { items: [], nextCursor: null } });
    await asked;
    return route.continue();
  });
  await page.goto(`${addressOf('marketplace')}/inbox.html?to=${people.student.id}&name=Mia%20Student`);
  await message(page).fill('Hello again');
  answer();
  await shows(page, 'long ago');
  await eventually(() => message(page).inputValue(), 'Hello again', 'draft');
  assert.deepEqual(page.problems, []);
});

test('S1-08 on a phone the new message is a step of its own', async () => {
  const { page } = await classOpened({ viewport: PHONE });
  assert.equal(await page.locator('.list').isVisible(), false);
  await page.goBack();
  await page.locator('.list').waitFor();
  const button = page.getByRole('button', { name: 'New message' });
  await eventually(() => button.evaluate((node) => node.matches(':focus')), true, 'focus');
  await button.click();
  await page.getByRole('button', { name: 'Back to conversations' }).click();
  await page.locator('.list').waitFor();
});

test('S1-08 where the server has no search for people, the button goes away and says so', async () => {
  const { page } = await classOpened();
  await page.route('**/api/inbox/people?*', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"status":404,"code":"not_found"}' }));
  await to(page).fill('zora');
  await showsText(page.locator('.toast'), 'not available');
  await page.getByRole('button', { name: 'New message' }).waitFor({ state: 'hidden' });
  await page.getByText('Choose a conversation').waitFor();
});

test('S1-11 S1-18 the guidelines stand where a first message is written', async () => {
  const { page } = await classOpened();
  await page.getByText('keep it academic and professional').waitFor();
});
