/**
 * The shape of the JSON report as a value: what `schema/report.schema.json` is made from and what a report read back is checked with.
 * Invariant: what it accepts is exactly the type `Report`; the last lines of this file do not compile otherwise.
 */
import * as v from 'valibot';
import type { Report } from '../rule/report.ts';

const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const place = {
  file: v.pipe(v.string(), v.description('POSIX path relative to the root of the run')),
  line: v.pipe(ordinal, v.description('1-based')),
  column: v.pipe(ordinal, v.description('1-based, in UTF-16 code units')),
};

const exit = v.picklist(['return', 'throw', 'reject', 'overwrite', 'iteration']);

const witnessPlace = v.pipe(v.object({ ...place, note: v.string(), exit: v.exactOptional(exit) }), v.readonly());

const finding = v.pipe(
  v.object({
    rule: v.pipe(v.string(), v.description('Bare id, without `closewait/`')),
    severity: v.picklist(['error', 'warning']),
    message: v.string(),
    ...place,
    endLine: ordinal,
    endColumn: v.pipe(ordinal, v.description('1-based, exclusive')),
    resource: v.exactOptional(v.pipe(v.object({ kind: v.string(), api: v.string() }), v.readonly())),
    function: v.exactOptional(v.string()),
    exit: v.exactOptional(v.pipe(exit, v.description('How the function is left with the obligation unmet'))),
    tcpState: v.exactOptional(v.picklist(['ESTABLISHED', 'CLOSE_WAIT', 'LISTEN'])),
    edge: v.exactOptional(v.picklist(['evident', 'conceivable'])),
    witness: v.pipe(
      v.tupleWithRest([witnessPlace], witnessPlace),
      v.readonly(),
      v.description('The path from the acquisition to the unmet exit'),
    ),
    fingerprint: v.pipe(v.string(), v.description('Survives line shifts')),
    stableFingerprint: v.pipe(v.string(), v.description('Survives line shifts and renamed files')),
  }),
  v.readonly(),
);

const incomplete = v.pipe(
  v.object({
    kind: v.picklist(['parse', 'input', 'budget', 'read']),
    file: v.string(),
    line: v.exactOptional(ordinal),
    column: v.exactOptional(ordinal),
    function: v.exactOptional(v.string()),
    reason: v.string(),
  }),
  v.readonly(),
);

const degraded = v.pipe(v.object({ kind: v.picklist(['types', 'configuration']), file: v.string(), reason: v.string() }), v.readonly());

const skipped = v.pipe(
  v.object({
    ignored: v.exactOptional(count),
    generated: v.exactOptional(count),
    large: v.exactOptional(count),
    tests: v.exactOptional(count),
  }),
  v.readonly(),
);

const projectUse = v.pipe(v.object({ path: v.string(), types: v.picklist(['checked', 'none']) }), v.readonly());

const stats = v.pipe(
  v.object({
    files: count,
    analysedFunctions: count,
    resources: count,
    opaque: v.pipe(v.record(v.string(), count), v.readonly()),
  }),
  v.readonly(),
);

/** Validates a parsed JSON report of schema version 1. Unknown keys are allowed: later versions may add some. */
export const reportSchema = v.pipe(
  v.object({
    schemaVersion: v.literal(1),
    tool: v.pipe(v.object({ name: v.literal('closewait'), version: v.string() }), v.readonly()),
    findings: v.pipe(v.array(finding), v.readonly()),
    incomplete: v.pipe(v.array(incomplete), v.readonly(), v.description('What could not be analysed: exit code 2')),
    degraded: v.pipe(v.array(degraded), v.readonly(), v.description('What was not known; the exit code is unchanged')),
    skipped: v.pipe(skipped, v.description('How many source files were left out, by reason')),
    projects: v.pipe(v.array(projectUse), v.readonly()),
    stats,
  }),
  v.readonly(),
);

type Validated = v.InferOutput<typeof reportSchema>;
type Agrees = [Validated] extends [Report] ? ([Report] extends [Validated] ? true : false) : false;

/** Compiles only while the schema and the type `Report` agree. */
true satisfies Agrees;
