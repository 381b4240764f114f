// The checker itself: it passes what is documented and finds what is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checker } from './check.js';

const checker = new Checker();
const headers = { 'x-request-id': 'r1', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
const json = { ...headers, 'content-type': 'application/json' };
const problemHeaders = { ...headers, 'content-type': 'application/problem+json' };

function problem(status, code, more = {}) {
  return JSON.stringify({ type: `urn:chalkline:problem:${code}`, title: 'T', status, code, detail: 'D.', instance: 'r1', ...more });
}

function ticket(change = {}) {
  return { method: 'POST', path: '/api/inbox/live-ticket', status: 200, headers: json, body: JSON.stringify({ ticket: 'a'.repeat(43) }), ...change };
}

function typing(status, code, more) {
  return { method: 'POST', path: '/api/send/typing', status, headers: problemHeaders, body: problem(status, code, more) };
}

const cap = { limit: 10, unlockedBy: ['reply'], resetsOn: ['reply'] };
const right = {
  'a body of the documented shape': ticket(),
  'a query beside the path': { method: 'GET', path: '/api/read-receipts?threadId=1', status: 200, headers: json, body: '[{"seq":1,"readAt":null}]' },
  'HEAD without a body': { method: 'HEAD', path: '/api/read-receipts', status: 200, headers: json, body: '' },
  'an answer without content': { method: 'POST', path: '/api/send/typing', status: 204, headers, body: '' },
  'a documented refusal': typing(422, 'unanswered_cap_reached', cap),
  'the front server\'s own error': typing(414, 'uri_too_long'),
  'an unknown address': { method: 'GET', path: '/api/nothing', status: 404, headers: problemHeaders, body: problem(404, 'not_found') },
  'a method that the address does not take': { method: 'PUT', path: '/api/read-receipts', status: 405, headers: { ...problemHeaders, allow: 'POST, GET, HEAD' }, body: problem(405, 'method_not_allowed') },
  'an event': { method: 'EVENT', path: 'badge', body: '{"threads":1,"messages":2}' },
};
const wrong = {
  'an unknown member': ticket({ body: JSON.stringify({ ticket: 'a'.repeat(43), more: 1 }) }),
  'a missing member': ticket({ body: '{}' }),
  'an undocumented status': ticket({ status: 201 }),
  'an undocumented content type': ticket({ headers: { ...json, 'content-type': 'text/html' } }),
  'no X-Request-Id': ticket({ headers: { ...json, 'x-request-id': undefined } }),
  'two X-Request-Id': ticket({ headers: { ...json, 'x-request-id': ['r1', 'r2'] } }),
  'an answer that may be kept': ticket({ headers: { ...json, 'cache-control': 'public' } }),
  'no nosniff': ticket({ headers: { ...json, 'x-content-type-options': undefined } }),
  'a body that is no JSON': ticket({ body: '{' }),
  'an undocumented code': typing(403, 'not_your_action'),
  'a cap without its limit': typing(422, 'unanswered_cap_reached', { unlockedBy: ['reply'], resetsOn: ['reply'] }),
  'another status in the body': { ...typing(403, 'cross_site'), body: problem(404, 'cross_site') },
  'another instance than X-Request-Id': { ...typing(403, 'cross_site'), body: problem(403, 'cross_site', { instance: 'r2' }) },
  'another type than its code': { ...typing(403, 'cross_site'), body: problem(403, 'cross_site', { type: 'urn:chalkline:problem:other' }) },
  '503 without Retry-After': typing(503, 'database_unavailable'),
  '401 without WWW-Authenticate': typing(401, 'token_missing'),
  'a body after 204': { method: 'POST', path: '/api/send/typing', status: 204, headers: json, body: '{}' },
  'HEAD with a body': { method: 'HEAD', path: '/api/read-receipts', status: 200, headers: json, body: '[]' },
  'an unknown address that answers': { method: 'GET', path: '/api/nothing', status: 200, headers: json, body: '{}' },
  'a wrong Allow': { method: 'PUT', path: '/api/read-receipts', status: 405, headers: { ...problemHeaders, allow: 'GET' }, body: problem(405, 'method_not_allowed') },
  'an unknown event': { method: 'EVENT', path: 'boo', body: '{}' },
  'an event of another shape': { method: 'EVENT', path: 'badge', body: '{"threads":1}' },
};

for (const [name, entry] of Object.entries(right)) {
  test(`passes ${name}`, () => assert.deepEqual(checker.faults(entry), []));
}
for (const [name, entry] of Object.entries(wrong)) {
  test(`finds ${name}`, () => {
    let faults;
    try { faults = checker.faults(entry); } catch (error) { faults = [error]; }
    assert.notEqual(faults.length, 0);
  });
}
