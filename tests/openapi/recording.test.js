// Every answer and live event of the end-to-end suite is as documented. The suite writes them to the file
// that CHALKLINE_RECORDING names.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRecording } from './check.js';

test('the recording is as documented', () => {
  const file = process.env.CHALKLINE_RECORDING;
  assert.ok(file, 'run the suite e2e first, with CHALKLINE_RECORDING naming a file');
  const { passed, failed } = checkRecording(file);
  assert.deepEqual(failed.slice(0, 20), []);
  assert.ok(passed > 0, 'the recording is empty');
});
