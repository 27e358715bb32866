import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Runs until the file that it names is there, so that a test decides when a step ends. */
export function gatedWorkflow(gate: string): string {
  return `pawl: 1
name: Gated
description: Waits at a gate, then says hello
variables:
  - name: who
    type: string
    default: world
    description: Whom to greet
  - name: loud
    type: boolean
    default: false
steps:
  - id: first
    name: Say hello
    action: shell.run
    with:
      command: echo "hello {{ who }}"
  - id: hold
    name: Wait at the gate
    action: shell.run
    needs: [first]
    onInterrupted: retry
    with:
      command: while [ ! -e "$GATE" ]; do sleep 0.1; done; echo open
      environment: { GATE: ${JSON.stringify(gate)} }
  - id: last
    name: Say goodbye
    action: shell.run
    needs: [hold]
    with:
      command: echo "goodbye {{ who }}"
outputs:
  said: "{{ first.stdout }}"
`;
}

export const failingWorkflow = `pawl: 1
name: Fails
triggers:
  - id: by_hand
    type: manual
steps:
  - id: fine
    action: shell.run
    with: { command: echo fine }
  - id: broken
    action: shell.run
    needs: [fine]
    with: { command: 'echo "cannot go on" >&2; exit 3' }
`;

export async function writeWorkflow(folder: string, name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}
