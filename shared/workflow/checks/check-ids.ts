import type { Finding } from '../finding.ts';
import type { CheckContext } from './check-context.ts';

/** Ids are unique over the whole document: expressions and the run's records name a step by nothing else. */
export function checkIds({ steps, stepsById, document }: CheckContext): Finding[] {
  const findings: Finding[] = steps
    .filter((placed) => stepsById.get(placed.id) !== placed)
    .map(({ id, path }) => ({ code: 'DUPLICATE_ID', message: `Two steps have the id \`${id}\``, stepId: id, path: [...path, 'id'] }));
  const seen = new Set<string>();
  for (const [index, { id }] of (document.triggers ?? []).entries()) {
    if (id !== undefined && seen.has(id)) {
      findings.push({ code: 'DUPLICATE_ID', message: `Two triggers have the id \`${id}\``, path: ['triggers', index, 'id'] });
    }
    seen.add(id ?? '');
  }
  return findings;
}
