// node validate.mjs FILE: holds a recording of the end-to-end suite against docs/openapi.yaml.
// The last line is `N passed, N failed`.

import { checkRecording } from './check.js';

const { passed, failed } = checkRecording(process.argv[2]);
for (const fault of failed) console.log(fault);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
