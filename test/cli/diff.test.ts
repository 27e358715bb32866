import { expect, it } from 'vitest';
import { makePlace } from './spawn-pawl.ts';

const tidy = (steps: string): string => `name: Tidy\nsteps:\n${steps}`;

// Each command is a process of its own, and a machine may be busy.
it('tells what one version does otherwise than the one before, step by step', { timeout: 60_000 }, async () => {
  const place = await makePlace();
  await place.write('tidy.pawl.yaml', tidy('  - { id: look, action: log, with: { message: one } }\n'));
  await place.pawl('import', 'tidy.pawl.yaml', '--yes');
  expect(await place.pawl('diff', 'Tidy')).toMatchObject({ code: 2, stderr: expect.stringContaining('only one version') });
  const changed =
    '  - { id: look, action: log, with: { message: two } }\n  - { id: tell, needs: [look], action: log, with: { message: "\\e[31m" } }\n';
  await place.write('tidy.pawl.yaml', tidy(changed));
  await place.pawl('import', 'tidy.pawl.yaml', '--yes');
  const { stdout, code } = await place.pawl('diff', 'Tidy');
  expect(stdout).toMatch(
    /^Version 1 \(.*\) → 2 \(.*\)\n\+ tell: log\n~ look: log\n {4}with\.message: "one" → "two"\n\+ look → tell on success\n$/,
  );
  expect(code).toBe(0);
  expect((await place.json('diff', 'Tidy', '2', '1')).answer).toMatchObject({ before: 2, after: 1, removed: [{ id: 'tell' }] });
  expect((await place.pawl('diff', 'Tidy', '1', '9')).code).toBe(3);
});
