import { describe, expect, it } from 'vitest';
import { describeActions } from '../../../shared/actions/describe-actions.ts';
import { catalogue } from '../../../shared/catalogue.ts';
import { applyEdits } from '../../../shared/workflow/edit/apply-edits.ts';
import { drawWorkflow } from '../../../shared/workflow/load.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import { graphOf } from '../../canvas/graph-of.ts';
import { libraryOf, searchLibrary } from './library.ts';

const items = libraryOf(describeActions());

describe('the library', () => {
  it('holds every action, and adds each step and box as one that can be drawn', () => {
    const keys = new Set(items.map(({ key }) => key));
    expect(describeActions().every(({ type }) => keys.has(type))).toBe(true);
    for (const { key, adds, family } of items) {
      if (adds.type !== 'step') continue;
      const result = applyEdits('pawl: 1\nname: Test\nsteps: []\n', [{ type: 'add-step', step: adds.step, list: { of: 'workflow' } }]);
      const { document, unread } = drawWorkflow(result.ok ? result.text : '', { catalogue });
      expect(unread, key).toEqual(new Set());
      expect(document === undefined ? 0 : scopesOf(document)[0]?.steps.length, key).toBe(1);
      expect(document && graphOf(document).nodes[0], key).toMatchObject({ family });
    }
  });

  it('keeps what belongs together together', () => {
    const groups = items.map(({ group }) => group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...new Set(groups)]);
  });

  it('finds by name first, then by what it does', () => {
    expect(searchLibrary(items, 'copy')[0]?.key).toBe('file.copy');
    expect(searchLibrary(items, 'git com')[0]?.key).toBe('git.commit');
    expect(searchLibrary(items, 'for each')[0]?.key).toBe('kind:forEach');
    expect(searchLibrary(items, 'xyzzy')).toEqual([]);
    expect(searchLibrary(items, ' ')).toHaveLength(items.length);
  });
});
