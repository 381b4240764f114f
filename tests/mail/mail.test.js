// A parent's invitation from the page's request to the accepted link: the mail that the scheduler really writes, read back by a
// parser of its own.
//
// CHALKLINE_BASE is the address of the marketplace site, CHALKLINE_STATE the state folder of `./run`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime from 'postal-mime';

const base = process.env.CHALKLINE_BASE;
const state = process.env.CHALKLINE_STATE;
assert.ok(base && state, 'start ./run first, and set CHALKLINE_BASE and CHALKLINE_STATE');

const folder = path.join(state, 'mail', 'marketplace');
const secret = /whsec_([A-Za-z0-9+/=]+)/.exec(readFileSync(path.join(state, 'sites', 'marketplace.yaml'), 'utf8'))[1];

async function tell(...people) {
  const body = JSON.stringify(people.map((data) => ({ type: 'person.upserted', timestamp: new Date().toISOString(), data })));
  const id = randomUUID();
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${at}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${base}/api/webhooks/platform`, { method: 'POST', body, headers });
  assert.ok((await answer.json()).results.every((result) => result.status === 'applied'));
}

const person = (role, name, locale) => {
  const id = `mail-${role}-${randomUUID().slice(0, 8)}`;
  return { id, name, email: `${id}@Family.Example`, timeZone: 'Europe/Berlin', locale, roles: [role], standing: 'ok' };
};

const tokens = new Map();
function tokenOf({ id }) {
  if (!tokens.has(id)) {
    const words = ['token', '--site', 'marketplace', '--person', id];
    tokens.set(id, execFileSync(path.join(state, 'bin', 'chalkline'), words, { encoding: 'utf8' }).trim());
  }
  return tokens.get(id);
}

async function ask(who, method, route, body) {
  const headers = { Authorization: `Bearer ${tokenOf(who)}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${base}/api/parent/links${route}`, { method, headers, body: body && JSON.stringify(body) });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}

// The mails to an address, the oldest first, once there are `count` of them.
async function mailsTo(address, count) {
  for (let tries = 0; tries < 300; tries += 1) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();
    const all = await Promise.all(names.map((name) => PostalMime.parse(readFileSync(path.join(folder, name)))));
    const mine = all.filter((mail) => mail.to[0].address === address.toLowerCase());
    if (mine.length >= count) return mine;
    await pause(100);
  }
  throw new Error(`no ${count} mails to ${address}`);
}

const secretIn = (mail) => /#invitation=([A-Za-z0-9_-]+)/.exec(mail.text)[1];
const header = (mail, key) => mail.headers.filter((each) => each.key === key).map((each) => each.value).join();

test('S2-12, S2-13: a student invites, the parent accepts by the mail', async () => {
  const student = person('student', 'Zoë <b>"Łuk"</b> 🙂, 李', 'de-DE');
  const parent = person('parent', 'Petra\u00A0Müller, "Dr."', 'de-AT');
  await tell(student, parent);
  const invited = await ask(student, 'POST', '', { parentEmail: parent.email });
  assert.equal(invited.status, 201);

  const [mail] = await mailsTo(parent.email, 1);
  assert.deepEqual(mail.from, { address: 'no-reply@marketplace.example', name: 'marketplace' });
  assert.equal(mail.to[0].name, parent.name);
  assert.equal(mail.subject, `${student.name} lädt Sie zu marketplace ein`);
  assert.ok(mail.text.includes(student.name) && mail.text.includes('in den nächsten 7 Tagen'));
  assert.ok(mail.html.includes('Zoë &lt;b&gt;&quot;Łuk&quot;&lt;/b&gt; 🙂, 李') && !mail.html.includes('<b>'));
  assert.equal(header(mail, 'auto-submitted'), 'auto-generated');
  assert.equal(header(mail, 'content-language'), 'de');
  assert.match(header(mail, 'message-id'), /^<[^\s<>@]+@marketplace\.example>$/);
  assert.ok(Math.abs(Date.now() - Date.parse(mail.date)) < 600000);
  const link = /href="([^"]+)"/.exec(mail.html)[1];
  assert.equal(link, `${base}/family.html#invitation=${secretIn(mail)}`);

  const stranger = person('parent', 'Eve', 'en');
  await tell(stranger);
  assert.equal((await ask(stranger, 'POST', '/accept', { token: secretIn(mail) })).body.code, 'link_for_another_address');
  const accepted = await ask(parent, 'POST', '/accept', { token: secretIn(mail) });
  assert.deepEqual([accepted.status, accepted.body.state, accepted.body.student.name], [200, 'confirmed', student.name]);
  assert.equal((await ask(parent, 'POST', '/accept', { token: secretIn(mail) })).body.code, 'link_expired');
});

test('S2-13: sent again, the newer mail alone is good; in English for whoever nothing is known of', async () => {
  const student = person('student', 'Noor', 'fr');
  await tell(student);
  const address = `unknown-${randomUUID()}@family.example`;
  const { body } = await ask(student, 'POST', '', { parentEmail: address });
  const [first] = await mailsTo(address, 1);
  assert.equal(first.subject, 'Noor invites you to marketplace');
  assert.equal(first.to[0].name, '');
  assert.equal((await ask(student, 'POST', `/${body.id}/resend`)).status, 200);
  const [, second] = await mailsTo(address, 2);
  assert.notEqual(secretIn(first), secretIn(second));
  const parent = { ...person('parent', 'Late', 'en'), email: address };
  await tell(parent);
  assert.equal((await ask(parent, 'POST', '/accept', { token: secretIn(first) })).body.code, 'link_expired');
  assert.equal((await ask(parent, 'POST', '/accept', { token: secretIn(second) })).status, 200);
});

test('S2-09, S2-10: a student is told of a parent who asks; whoever is none is not', async () => {
  const student = person('student', 'Jonas', 'en-GB');
  const parent = person('parent', 'Petra', 'de');
  await tell(student, parent);
  const nobody = `nobody-${randomUUID()}@family.example`;
  assert.equal((await ask(parent, 'POST', '', { studentEmail: nobody })).status, 201);
  assert.equal((await ask(parent, 'POST', '', { studentEmail: student.email })).status, 201);
  const [mail] = await mailsTo(student.email, 1);
  assert.equal(mail.subject, 'Petra asks to be linked to you at marketplace');
  assert.ok(!mail.text.includes('http'));
  assert.equal((await mailsTo(nobody, 0)).length, 0);
});
