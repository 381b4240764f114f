// Holds recorded answers against docs/openapi.yaml.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const PROBLEM = 'application/problem+json';

const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const essence = (type) => type.split(';')[0].trim().toLowerCase();

export class Checker {
  constructor(file = new URL('../../docs/openapi.yaml', import.meta.url)) {
    this.document = parse(readFileSync(file, 'utf8'));
    // The whole document is one schema, so that references work; its other words are no keywords.
    this.ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(this.document, 'api');
    this.schemas = new Map();
  }

  // All that is wrong with one line of a recording; nothing: it is as documented.
  faults(entry) {
    return entry.method === 'EVENT' ? this.#event(entry) : this.#answer(entry);
  }

  #event({ path: name, body }) {
    const events = this.document.paths['/api/live'].get['x-events'];
    if (!events[name]) return [`event ${name} is not documented`];
    return this.#matches(`#/paths/${escaped('/api/live')}/get/x-events/${name}`, JSON.parse(body));
  }

  #answer(entry) {
    const template = this.#template(entry.path.split('?')[0]);
    if (!template) return this.#nowhere(entry);
    const item = this.document.paths[template];
    const head = entry.method === 'HEAD';
    const method = head ? 'get' : entry.method.toLowerCase();
    if (!item[method]) return this.#wrongMethod(entry, template);
    const at = `#/paths/${escaped(template)}/${method}/responses`;
    const responses = item[method].responses;
    const status = [String(entry.status), `${Math.floor(entry.status / 100)}XX`].find((s) => responses[s]);
    if (!status) return [`status ${entry.status} is not documented`];
    return [...this.#response(`${at}/${status}`, entry, head), ...this.#everywhere(entry)];
  }

  // An address that is not in the document: 404, whatever the method.
  #nowhere(entry) {
    const faults = entry.status === 404 ? [] : [`no such path, yet status ${entry.status}`];
    return [...faults, ...this.#response('#/components/responses/NotFound', entry, entry.method === 'HEAD'), ...this.#everywhere(entry)];
  }

  #wrongMethod(entry, template) {
    const faults = entry.status === 405 ? [] : [`no such method, yet status ${entry.status}`];
    const allowed = METHODS.filter((method) => this.document.paths[template][method]).map((method) => method.toUpperCase());
    const told = (entry.headers.allow ?? '').split(/, */).filter((method) => method !== 'HEAD');
    if (told.sort().join() !== allowed.sort().join()) faults.push(`Allow: ${told} instead of ${allowed}`);
    return [...faults, ...this.#response('#/components/responses/MethodNotAllowed', entry, false), ...this.#everywhere(entry)];
  }

  #response(pointer, entry, head) {
    const [at, response] = this.#resolve(pointer);
    const faults = [];
    for (const name of Object.keys(response.headers ?? {})) faults.push(...this.#header(`${at}/headers/${name}`, name, entry));
    return [...faults, ...this.#body(at, response, entry, head)];
  }

  #header(pointer, name, entry) {
    const [at, header] = this.#resolve(pointer);
    const value = entry.headers[name.toLowerCase()];
    if (value === undefined) return header.required ? [`${name} is missing`] : [];
    if (Array.isArray(value)) return [`${name} comes ${value.length} times`];
    return this.#matches(`${at}/schema`, value).map((fault) => `${name}: ${fault}`);
  }

  #body(at, response, entry, head) {
    const type = entry.headers['content-type'];
    if (!response.content) return entry.body || type ? [`a body where none is documented`] : [];
    if (typeof type !== 'string') return [`Content-Type: ${type}`];
    if (!response.content[essence(type)]) return [`Content-Type ${type} is not documented`];
    if (head) return entry.body ? ['HEAD with a body'] : [];
    if (['text/event-stream', 'text/html', 'text/calendar'].includes(essence(type))) return [];
    const pointer = `${at}/content/${escaped(essence(type))}/schema`;
    return this.#matches(pointer, JSON.parse(entry.body));
  }

  // What holds for every answer, whatever its operation.
  #everywhere(entry) {
    const faults = [];
    if (entry.headers['x-content-type-options'] !== 'nosniff') faults.push('X-Content-Type-Options is not nosniff');
    if (typeof entry.headers['x-request-id'] !== 'string') faults.push('X-Request-Id is missing or doubled');
    if (typeof entry.headers['cache-control'] !== 'string') faults.push('Cache-Control is missing or doubled');
    if (entry.body && essence(entry.headers['content-type'] ?? '') === PROBLEM) faults.push(...this.#problem(entry));
    return faults;
  }

  #problem(entry) {
    const problem = JSON.parse(entry.body);
    const faults = [];
    if (problem.status !== entry.status) faults.push(`status ${entry.status}, in the body ${problem.status}`);
    if (problem.instance !== entry.headers['x-request-id']) faults.push('instance is not X-Request-Id');
    if (problem.type !== 'about:blank' && problem.type !== `urn:chalkline:problem:${problem.code}`) faults.push(`type ${problem.type} with code ${problem.code}`);
    return faults;
  }

  // Literal segments go before parameters.
  #template(path) {
    const segments = path.split('/');
    // A part may have a fixed ending, as in {id}.ics.
    const named = (part, segment) => part.startsWith('{') && segment && segment.endsWith(part.slice(part.indexOf('}') + 1));
    const fits = (template) => {
      const expected = template.split('/');
      return expected.length === segments.length && expected.every((part, i) => part === segments[i] || named(part, segments[i]));
    };
    const found = Object.keys(this.document.paths).filter(fits);
    return found.sort((a, b) => a.split('{').length - b.split('{').length || b.length - a.length)[0];
  }

  // Follows references, and tells where they lead.
  #resolve(pointer) {
    const found = pointer.slice(2).split('/').reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);
    return found.$ref ? this.#resolve(found.$ref) : [pointer, found];
  }

  #matches(pointer, value) {
    if (!this.schemas.has(pointer)) this.schemas.set(pointer, this.ajv.compile({ $ref: `api${encodeURI(pointer)}` }));
    const valid = this.schemas.get(pointer);
    return valid(value) ? [] : valid.errors.map((error) => `${error.instancePath || 'body'} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

// {passed, failed: [text]} of a file of lines {method, path, status, headers, body}.
export function checkRecording(file, checker = new Checker()) {
  const result = { passed: 0, failed: [] };
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  lines.forEach((line, number) => {
    const faults = judge(checker, line);
    if (faults.length === 0) result.passed += 1;
    else result.failed.push(`${file}:${number + 1}: ${faults.join('; ')}\n    ${line.slice(0, 600)}`);
  });
  return result;
}

function judge(checker, line) {
  try {
    return checker.faults(JSON.parse(line));
  } catch (error) {
    return [String(error)];
  }
}
