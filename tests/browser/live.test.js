// The live stream and what happens without it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addressOf, call, converse, eventually, launch, log, messagesOf, newPage, newPair, openInbox, openInboxWithoutLive, openThread, row, say, shows, showsText,
  signedIn, texts, write,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function opened() {
  const people = await newPair(SITE);
  await say(SITE, people.tutor, people.student, 'hello');
  const context = await signedIn(browser, SITE, people.student);
  return { people, context };
}

test('S0-09 who lost the network is complete again after it is back', async () => {
  const { people, context } = await opened();
  const page = await openInbox(context, SITE);
  await openThread(page, 'Ana Tutor');
  await write(page, 'are you there?');
  await showsText(page.locator('.receipt'), 'Sent');
  await context.setOffline(true);
  await page.route('**/api/**', (route) => route.abort());
  const tutor = await openInbox(await signedIn(browser, SITE, people.tutor), SITE);
  await openThread(tutor, 'Mia Student');
  for (const text of ['yes', 'one', 'two', 'three']) await write(tutor, text);
  await shows(tutor, 'hello', 'are you there?', 'yes', 'one', 'two', 'three');
  await page.unroute('**/api/**');
  await context.setOffline(false);
  await shows(page, 'hello', 'are you there?', 'yes', 'one', 'two', 'three');
  await showsText(page.locator('.receipt'), 'Seen');
  await showsText(row(page, 'Ana Tutor').locator('.preview'), 'three');
});

test('S0-09 messages that the stream skipped are fetched before the next one is shown', async () => {
  const { people, context } = await opened();
  const page = await newPage(context);
  const stream = await takeOverStream(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Ana Tutor');
  await say(SITE, people.tutor, people.student, 'skipped');
  const { message } = await say(SITE, people.tutor, people.student, 'announced');
  await stream.tell('message', message);
  await shows(page, 'hello', 'skipped', 'announced');
});

test('S0-09 a message told twice is there once', async () => {
  const { people, context } = await opened();
  const page = await newPage(context);
  const stream = await takeOverStream(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Ana Tutor');
  const { message } = await say(SITE, people.tutor, people.student, 'again');
  await stream.tell('message', message);
  await stream.tell('message', message);
  await shows(page, 'hello', 'again');
});

test('S0-09 a change that the stream skipped is there after the next catch-up, and an old answer does not undo it', async () => {
  const { people, context } = await opened();
  const page = await newPage(context);
  const stream = await takeOverStream(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Ana Tutor');
  const id = await row(page, 'Ana Tutor').getAttribute('data-thread');
  const old = (await messagesOf(SITE, people.student, id))[0];
  await call(SITE, people.tutor, 'PATCH', `/api/send/${id}/1`, { message: 'hello again' });
  await stream.reopen();
  await shows(page, 'hello again');
  await showsText(page.locator('.edited'), 'edited');
  await stream.tell('message', old);
  assert.deepEqual(await texts(page), ['hello again']);
  const { message } = await say(SITE, people.tutor, people.student, 'next');
  await stream.tell('message', message);
  await shows(page, 'hello again', 'next');
});

/** A conversation of 130 messages read up to its beginning; those up to `oldTo` are of two days before the others. */
async function readToTheBeginning(oldTo = 0) {
  const people = await newPair(SITE);
  const id = await converse(SITE, people.tutor, people.student, 130);
  const page = await newPage(await signedIn(browser, SITE, people.student));
  const old = (message) => (message.seq > oldTo ? message : { ...message, at: new Date(Date.parse(message.at) - 2 * 86400000).toISOString() });
  await page.route(/\/messages\?/, async (route) => {
    const response = await route.fetch();
    const { items, ...more } = await response.json();
    await route.fulfill({ response, json: { items: items.map(old), ...more } });
  });
  const stream = await takeOverStream(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Ana Tutor');
  for (const count of [50, 100, 130]) {
    await eventually(() => page.locator('.message').count(), count, 'messages');
    await log(page).evaluate((node) => { node.scrollTop = 0; });
  }
  return { people, id, page, stream };
}

test('S0-09 changes that the stream skipped are there after the next catch-up, however many messages can have been changed', async () => {
  const { people, id, page, stream } = await readToTheBeginning();
  for (const seq of [3, 129]) await call(SITE, people.tutor, 'PATCH', `/api/send/${id}/${seq}`, { message: `changed ${seq}` });
  await stream.reopen();
  for (const seq of [3, 129]) await showsText(page.locator(`.message[data-seq="${seq}"]`), `changed ${seq}`);
});

test('S0-09 what was too old to be changed is not asked for again', async () => {
  const { page, stream } = await readToTheBeginning(40);
  const answered = page.waitForResponse(/messages\?after=/);
  await stream.reopen();
  assert.equal(new URL((await answered).url()).searchParams.get('after'), '40');
});

test('S0-09 S4-20 a thread as it was before the last message does not hide what that one has made of it', async () => {
  const { people, context } = await opened();
  const page = await openInbox(context, SITE);
  await openThread(page, 'Ana Tutor');
  let answer;
  await page.route(/\/api\/inbox\/threads\/\d+$/, async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => { answer = resolve; });
    await route.fulfill({ response });
  }, { times: 1 });
  await say(SITE, people.student, people.tutor, 'from the phone 1');
  await eventually(() => Boolean(answer), true, 'asked for');
  for (let n = 2; n <= 10; n += 1) await say(SITE, people.student, people.tutor, `from the phone ${n}`);
  await page.locator('.log').getByText('from the phone 10').waitFor();
  answer();
  await page.locator('.refusal').waitFor();
});

test('S0-09 nonsense on the stream changes nothing', async () => {
  const { people, context } = await opened();
  const page = await newPage(context);
  const stream = await takeOverStream(page);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await openThread(page, 'Ana Tutor');
  await stream.tellRaw('message', '{"threadId":');
  await stream.tell('typing', { threadId: 'of-nobody', personId: 'nobody', at: '2026-01-01T00:00:00.000Z' });
  await stream.tell('read', { threadId: 'of-nobody', upTo: 5, at: '2026-01-01T00:00:00.000Z' });
  const { message } = await say(SITE, people.tutor, people.student, 'goes on');
  await stream.tell('message', message);
  await shows(page, 'hello', 'goes on');
  assert.deepEqual(page.problems, []);
});

/** Replaces the page's EventSource by one that the test speaks through. */
async function takeOverStream(page) {
  await page.addInitScript(() => {
    class Staged extends EventTarget {
      static OPEN = 1;
      readyState = 1;
      constructor() {
        super();
        window.staged = this;
        queueMicrotask(() => this.onopen?.());
      }
      close() {}
    }
    window.EventSource = Staged;
  });
  const tellRaw = (name, data) => page.evaluate(([event, text]) => window.staged.dispatchEvent(new MessageEvent(event, { data: text })), [name, data]);
  return { tellRaw, tell: (name, data) => tellRaw(name, JSON.stringify(data)), reopen: () => page.evaluate(() => window.staged.onopen()) };
}

test('S0-09 without any stream new messages come by polling', async () => {
  const { people, context } = await opened();
  const page = await openInboxWithoutLive(context, SITE);
  await openThread(page, 'Ana Tutor');
  await say(SITE, people.tutor, people.student, 'by polling');
  await shows(page, 'hello', 'by polling');
});

test('S0-09 polling that finds nothing new costs a 304', async () => {
  const { context } = await opened();
  const page = await newPage(context);
  await page.route('**/api/live*', (route) => route.abort());
  const unchanged = page.waitForResponse((answer) => answer.url().endsWith('/api/inbox/unread') && answer.status() === 304);
  await page.goto(`${addressOf(SITE)}/inbox.html`);
  await unchanged;
});

test('S0-09 with a bearer token: no cookie, no CSRF header, live by ticket', async () => {
  const { people } = await opened();
  const page = await newPage(await browser.newContext());
  await page.goto(`${addressOf(SITE)}/`);
  await page.locator('.persona').first().waitFor();
  const asked = [];
  page.on('request', (request) => request.url().includes('/api/') && asked.push(request));
  const live = page.waitForResponse((answer) => answer.url().includes('/api/live?ticket=') && answer.ok());
  await page.evaluate(async (token) => {
    await import('/chalkline-inbox.js');
    const inbox = document.createElement('chalkline-inbox');
    inbox.token = async () => token;
    document.querySelector('main').replaceChildren(inbox);
  }, people.student.token);
  await live;
  await openThread(page, 'Ana Tutor');
  await write(page, 'with a token');
  await shows(page, 'hello', 'with a token');
  await say(SITE, people.tutor, people.student, 'live by ticket');
  await shows(page, 'hello', 'with a token', 'live by ticket');
  const headers = await Promise.all(asked.map((request) => request.allHeaders()));
  assert.ok(headers.every((header) => !('cookie' in header) && !('x-requested-with' in header)));
});

test('S0-09 a token that ran out is renewed once, unnoticed', async () => {
  const { people } = await opened();
  const page = await newPage(await browser.newContext());
  await page.goto(`${addressOf(SITE)}/`);
  await page.evaluate(async (token) => {
    await import('/chalkline-inbox.js');
    const inbox = document.createElement('chalkline-inbox');
    inbox.token = ({ renew }) => (renew ? token : 'not.a.token');
    document.querySelector('main').replaceChildren(inbox);
  }, people.student.token);
  await openThread(page, 'Ana Tutor');
  await shows(page, 'hello');
  await eventually(() => page.getByText('You have been signed out').isVisible(), false, 'signed out');
});
