/** `npm run generate [-- --check]`: writes the registries of rules and models, or says that they are out of date. */
import { writeOrCheck } from './generated-file.mjs';
import { registries } from './registries.mjs';

writeOrCheck(await registries(), { check: process.argv.includes('--check'), command: 'npm run generate' });
