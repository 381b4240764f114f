// Parents and students find each other: the family's element, with mails that were really written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DESKTOP, PHONE, addressOf, call, eventually, launch, link, mailTo, newAddress, newFamily, newPage, newPeople, openFamily, showsText, signOutAt, signedIn, violations,
} from './support.js';

const SITE = 'marketplace';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const side = (page, name) => page.getByRole('region', { name });
const linkRow = (page, name) => page.locator('.link-row', { hasText: name });
const invitation = (page) => page.getByRole('region', { name: 'Invitation' });
const button = (place, name) => place.getByRole('button', { name });

/** A student and a parent with addresses of their own, not linked. */
function strangers() {
  return newPeople(SITE, {
    mia: { name: 'Mia Weber', role: 'student', email: newAddress('mia') },
    claire: { name: 'Claire Weber', role: 'parent', email: newAddress('claire') },
    eve: { name: 'Eve Other', role: 'parent', email: newAddress('eve') },
  });
}

const linkIn = (mail) => mail.match(/https?:\/\/\S+/)[0];

test('S2-12 S2-13 a student invites; the link from the mail works for its address alone, once', async () => {
  const { mia, claire, eve } = await strangers();
  const student = await openFamily(await signedIn(browser, SITE, mia), SITE);
  await student.getByLabel('Email of a parent').fill(claire.rest.email);
  await student.keyboard.press('Enter');
  await showsText(student.getByRole('status'), `The invitation is on its way to`);
  await showsText(linkRow(student, claire.rest.email), /Invited on .* valid until/);
  const followed = linkIn(await mailTo(SITE, claire.rest.email));

  const wrong = await newPage(await signedIn(browser, SITE, eve));
  await wrong.goto(followed);
  await button(invitation(wrong), 'Accept invitation').click();
  await showsText(invitation(wrong), 'This invitation is for another address');
  assert.equal(await wrong.getByRole('link', { name: 'Choose another persona' }).isVisible(), true);

  const parent = await newPage(await signedIn(browser, SITE, claire));
  await parent.goto(followed);
  await button(invitation(parent), 'Accept invitation').waitFor();
  assert.equal(parent.url().includes('invitation'), false, 'the secret has left the address');
  assert.deepEqual(await violations(parent), []);
  await button(invitation(parent), 'Accept invitation').click();
  await showsText(invitation(parent), /You are linked with .*Mia Weber/);
  await showsText(linkRow(parent, 'Mia Weber'), 'Linked since');
  await student.reload();
  await showsText(linkRow(student, 'Claire Weber'), 'Linked since');

  await parent.goto('about:blank');
  await parent.goto(followed);
  await button(invitation(parent), 'Accept invitation').click();
  await showsText(invitation(parent), 'This invitation cannot be used');
  await button(invitation(parent), 'Close').click();
  await parent.reload();
  await linkRow(parent, 'Mia Weber').waitFor();
  assert.equal(await invitation(parent).isVisible(), false);
});

test('S2-13 who is not signed in keeps the invitation while signing in; putting it away is no answer', async () => {
  const { claire } = await strangers();
  const context = await signedIn(browser, SITE, claire);
  const cookies = await context.cookies();
  await context.clearCookies();
  const page = await newPage(context);
  await page.goto(`${addressOf(SITE)}/family.html#invitation=something`);
  await page.getByText('Sign in to accept the invitation').waitFor();
  assert.deepEqual(await violations(page), []);
  await context.addCookies(cookies);
  await page.reload();
  await button(invitation(page), 'Not now').click();
  await side(page, 'My children').waitFor();
  assert.equal(await invitation(page).isVisible(), false);
});

test('S2-09 S2-10 S2-14 a parent asks by email and by phone; the child confirms one, declines one, ends it', async () => {
  const phone = `+49170${String(Date.now()).slice(-7)}`;
  const people = await newPeople(SITE, {
    mia: { name: 'Mia Weber', role: 'student', email: newAddress('mia'), phone },
    claire: { name: 'Claire Weber', role: 'parent' }, ben: { name: 'Ben Weber', role: 'parent' },
  });
  const parent = await openFamily(await signedIn(browser, SITE, people.claire), SITE);
  const address = parent.getByLabel('Email or phone number of your child');
  await address.fill('12');
  await parent.keyboard.press('Enter');
  await showsText(side(parent, 'My children').getByRole('alert'), 'neither an email address nor a phone number');
  assert.equal(await address.getAttribute('aria-invalid'), 'true');
  await address.fill(people.mia.rest.email.toUpperCase());
  await parent.keyboard.press('Enter');
  await showsText(parent.locator('.link-row'), /Asked on/);
  await call(SITE, people.ben, 'POST', '/api/parent/links', { studentPhone: phone.replace('+49', '0') });

  const student = await openFamily(await signedIn(browser, SITE, people.mia), SITE);
  await button(student, /^Confirm: .*Claire Weber/).focus();
  await student.keyboard.press('Enter');
  await showsText(linkRow(student, 'Claire Weber'), 'Linked since');
  assert.equal(await button(student, /^End link with .*Claire Weber/).evaluate((node) => node.matches(':focus')), true, 'the focus stays with the row');
  await button(student, /^Decline: .*Ben Weber/).click();
  await linkRow(student, 'Ben Weber').waitFor({ state: 'hidden' });

  await button(student, /^End link with/).click();
  await student.getByRole('dialog').getByText('can then no longer read or write').waitFor();
  assert.deepEqual(await violations(student), []);
  await student.keyboard.press('Escape');
  await button(student, /^End link with/).click();
  await student.getByRole('dialog').getByRole('button', { name: 'End link' }).click();
  await student.getByText('No parent is linked with you yet.').waitFor();
  await parent.reload();
  await parent.getByText('You are not linked with a child yet.').waitFor();
});

test('S0-01 where the sign-in ends, what lies on top gives way and the focus goes to the notice', async () => {
  const { claire } = await newFamily(SITE);
  const page = await openFamily(await signedIn(browser, SITE, claire), SITE);
  await button(page, /^End link with/).first().click();
  await signOutAt(page, '**/api/parent/links/**');
  await page.getByRole('dialog').getByRole('button', { name: 'End link' }).click();
  await page.locator('.signed-out-box:focus', { hasText: 'You have been signed out' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('S2-13 an invitation is sent again and withdrawn; the links of both mails are void then', async () => {
  const { mia, claire } = await strangers();
  const student = await openFamily(await signedIn(browser, SITE, mia), SITE);
  await student.getByLabel('Email of a parent').fill(claire.rest.email);
  await button(student, 'Invite').click();
  const first = linkIn(await mailTo(SITE, claire.rest.email));
  await button(student, /^Send again to/).click();
  await showsText(student.locator('.toast'), 'Sent again to');
  const second = linkIn(await mailTo(SITE, claire.rest.email, new RegExp(`^(?![^]*${first.split('=')[1]})`)));
  assert.notEqual(second, first);
  await button(student, /^Withdraw/).click();
  await student.getByText('No parent is linked with you yet.').waitFor();
  const parent = await newPage(await signedIn(browser, SITE, claire));
  for (const followed of [first, second]) {
    await parent.goto('about:blank');
    await parent.goto(followed);
    await button(invitation(parent), 'Accept invitation').click();
    await showsText(invitation(parent), 'This invitation cannot be used');
    await button(invitation(parent), 'Close').click();
  }
});

test('S2-09 too many requests say from when it may be tried again', async () => {
  const { claire } = await strangers();
  const page = await openFamily(await signedIn(browser, SITE, claire), SITE);
  await page.route('**/api/parent/links', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '3600' }, json: { code: 'rate_limited' } }), { times: 1 });
  await page.getByLabel('Email or phone number of your child').fill('child@example.org');
  await page.keyboard.press('Enter');
  await showsText(page.getByRole('alert'), /You can try again from .*\d\d:\d\d/);
  assert.equal(await page.getByLabel('Email or phone number of your child').inputValue(), 'child@example.org');
});

for (const [size, options] of Object.entries({ desktop: { viewport: DESKTOP }, phone: { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'dark' } })) {
  test(`S2-14 somebody who is parent and student sees both sides; axe finds nothing, nothing scrolls sideways (${size})`, async () => {
    const people = await newPeople(SITE, {
      both: { name: 'Dana Both', role: 'student', roles: ['student', 'parent'] }, child: { name: 'Kim Child', role: 'student' }, parent: { name: 'Old Parent', role: 'parent' },
    });
    await link(SITE, people.child, [people.both]);
    await link(SITE, people.both, [people.parent]);
    const page = await openFamily(await signedIn(browser, SITE, people.both, options), SITE);
    await showsText(side(page, 'My children'), 'Kim Child');
    await showsText(side(page, 'My parents'), 'Old Parent');
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    if (size === 'phone') assert.deepEqual(await tooSmall(page), []);
    assert.deepEqual(page.problems, []);
  });
}

/** What can be tapped and is smaller than a finger. */
function tooSmall(page) {
  return page.evaluate(() => {
    const root = document.querySelector('chalkline-family').shadowRoot;
    const seen = [...root.querySelectorAll('button, input, summary')].filter((node) => node.checkVisibility());
    return seen.filter((node) => node.getBoundingClientRect().height < 43.5).map((node) => node.outerHTML.slice(0, 80));
  });
}

test('S0-34 the family speaks German, and reads from right to left', async () => {
  const { mia } = await strangers();
  const german = await openFamily(await signedIn(browser, SITE, mia), SITE, '?lang=de');
  await german.getByLabel('E-Mail-Adresse eines Elternteils').waitFor();
  const arabic = await openFamily(await signedIn(browser, SITE, mia), SITE, '?lang=ar');
  const [field, send] = await Promise.all(['.link-form:visible .input', '.link-form:visible .button'].map((what) => arabic.locator(what).boundingBox()));
  assert.ok(field.x > send.x, 'the field is on the right');
  await eventually(() => arabic.locator('.family').evaluate((node) => getComputedStyle(node).direction), 'rtl', 'direction');
});

test('S2-06 a student about to be of age sees until when a link stands, and keeps it', async () => {
  const soon = new Date(Date.now() + 10 * 86400000);
  soon.setUTCFullYear(soon.getUTCFullYear() - 18);
  const { mia, claire } = await newPeople(SITE, {
    mia: { name: 'Mia Weber', role: 'student', birthDate: soon.toISOString().slice(0, 10) }, claire: { name: 'Claire Weber', role: 'parent' },
  });
  await link(SITE, mia, [claire]);
  const student = await openFamily(await signedIn(browser, SITE, mia), SITE);
  const parent = await openFamily(await signedIn(browser, SITE, claire), SITE);
  await showsText(linkRow(student, 'Claire Weber'), /Ends on .*, when you are of age/);
  await showsText(linkRow(parent, 'Mia Weber'), /Ends on .*, when .*Mia Weber.* is of age, unless/);
  assert.equal(await button(parent, /Keep the link/).count(), 0);
  assert.deepEqual(await violations(student), []);
  await button(student, /Keep the link with/).click();
  await showsText(student.getByRole('status'), /You keep the link with/);
  await eventually(() => linkRow(student, 'Claire Weber').locator('.link-meaning').count(), 0, 'no end any more');
});
