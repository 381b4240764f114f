// docs/openapi.yaml is good OpenAPI, and its examples are what its schemas describe.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatProblems, lint, loadConfig } from '@redocly/openapi-core';

const document = fileURLToPath(new URL('../../docs/openapi.yaml', import.meta.url));
const rules = fileURLToPath(new URL('redocly.yaml', import.meta.url));

test('the document has neither error nor warning', async () => {
  const config = await loadConfig({ configPath: rules });
  const problems = await lint({ ref: document, config });
  formatProblems(problems, { format: 'codeframe', totals: { errors: 0, warnings: 0, ignored: 0 } });
  assert.deepEqual(problems.map((problem) => `${problem.ruleId}: ${problem.message}`), []);
});
