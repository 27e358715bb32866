import { catalogue } from '../../shared/catalogue.ts';
import { requireWorkflow } from '../../shared/workflow/load.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';

/** A valid document of these lines below `steps:`. */
export function documentOf(steps: string, rest = ''): WorkflowDocument {
  return requireWorkflow(`pawl: 1\nname: Test\n${rest}\nsteps:\n${steps}\n`, { catalogue });
}

export const branching = `
  - { id: read, name: Read the file, action: file.read, with: { path: a.txt } }
  - { id: matters, if: "read.size > 1" }
  - { id: yes, action: log, with: { message: big } }
  - { id: no, action: log, needs: [{ step: matters, on: false }], with: { message: small } }
  - { id: rescue, action: log, needs: [{ step: read, on: failure, label: "no file" }], with: { message: broken } }
  - { id: last, action: log, needs: [yes, no], join: any, with: { message: done } }`;

export const nested = `
  - id: each
    forEach: "[1, 2]"
    steps:
      - { id: first, action: log, with: { message: one } }
      - { id: second, action: log, with: { message: two } }
  - id: both
    parallel:
      left: [{ id: a, action: log, with: { message: a } }]
      right: [{ id: b, action: log, with: { message: b } }, { id: c, delay: 5m }]`;
