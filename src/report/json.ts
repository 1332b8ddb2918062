/** The JSON reporter. Invariant: keys come in one order, whatever the order in which a report was put together. */
import type { Finding, WitnessPlace } from '../rule/finding.ts';
import type { Degraded, Incomplete, ProjectUse, Report } from '../rule/report.ts';
import type { Reporter } from './reporter.ts';

/** The report as pretty-printed JSON; `schema/report.schema.json` describes it. */
export const json: Reporter = report => `${JSON.stringify(orderReport(report), undefined, 2)}\n`;

function orderReport(report: Report): Report {
  const { ignored, generated, large, tests } = report.skipped;
  const { files, analysedFunctions, resources, opaque } = report.stats;
  return {
    schemaVersion: report.schemaVersion,
    tool: { name: report.tool.name, version: report.tool.version },
    findings: report.findings.map(orderFinding),
    incomplete: report.incomplete.map(orderIncomplete),
    degraded: report.degraded.map(({ kind, file, reason }): Degraded => ({ kind, file, reason })),
    skipped: {
      ...(ignored !== undefined && { ignored }),
      ...(generated !== undefined && { generated }),
      ...(large !== undefined && { large }),
      ...(tests !== undefined && { tests }),
    },
    projects: report.projects.map(({ path, types }): ProjectUse => ({ path, types })),
    stats: { files, analysedFunctions, resources, opaque },
  };
}

function orderFinding(finding: Finding): Finding {
  const [first, ...rest] = finding.witness;
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    file: finding.file,
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    ...(finding.resource && { resource: { kind: finding.resource.kind, api: finding.resource.api } }),
    ...(finding.function !== undefined && { function: finding.function }),
    ...(finding.exit && { exit: finding.exit }),
    ...(finding.tcpState && { tcpState: finding.tcpState }),
    ...(finding.edge && { edge: finding.edge }),
    witness: [orderWitness(first), ...rest.map(orderWitness)],
    fingerprint: finding.fingerprint,
    stableFingerprint: finding.stableFingerprint,
  };
}

function orderWitness({ file, line, column, note, exit }: WitnessPlace): WitnessPlace {
  return { file, line, column, note, ...(exit && { exit }) };
}

function orderIncomplete(entry: Incomplete): Incomplete {
  return {
    kind: entry.kind,
    file: entry.file,
    ...(entry.line !== undefined && { line: entry.line }),
    ...(entry.column !== undefined && { column: entry.column }),
    ...(entry.function !== undefined && { function: entry.function }),
    reason: entry.reason,
  };
}
