/** `node scripts/schema.mjs [--check]`: writes the JSON Schema of the JSON report from its definition in the build, or says that it is stale. */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as prettier from 'prettier';
import { writeOrCheck } from './generated-file.mjs';

const { reportSchema } = /** @type {typeof import('../src/report/report-schema.ts')} */ (
  await import(new URL('../dist/src/report/report-schema.js', import.meta.url).href)
);

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of closewait',
  description: 'What `closewait --reporter json` writes. Generated from src/report/report-schema.ts: edits are lost.',
  // What only TypeScript knows (that lists are read-only) has no words in JSON Schema.
  ...toJsonSchema(reportSchema, { target: 'draft-2020-12', errorMode: 'ignore' }),
};
const text = await prettier.format(JSON.stringify(schema), { parser: 'json', printWidth: 140 });
writeOrCheck(new Map([['schema/report.schema.json', text]]), {
  check: process.argv.includes('--check'),
  command: 'npm run build && node scripts/schema.mjs',
});
