import { createRouterClient, traverseContractProcedures } from '@orpc/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DesktopSettings, defaultDesktopSettings, desktopContract } from '../../shared/contract/desktop.ts';
import { createAsks } from './asks.ts';
import { desktopHandlers } from './desktop-handlers.ts';

/** What a page may cause by each call, however it is made. A call that is not here has no rule. */
const reach: Readonly<Record<string, string>> = {
  asks: 'hears what the person opened',
  'settings.get': 'reads settings',
  'settings.set': 'changes settings, of the known names and kinds',
  chooseFile: 'shows the system’s dialog, and reads the one file that the person chooses',
  choosePath: 'shows the system’s dialog, and learns the one path that the person chooses',
  'loopback.get': 'reads an address',
  'loopback.copyToken': 'puts our own token on the clipboard, without seeing it',
  'loopback.open': 'opens our own address',
  openLink: 'asks the person, by the rules of outside-rules.ts',
  openFile: 'opens what the rules of outside-rules.ts allow',
  showDataFolder: 'shows our own folder',
  present: 'shows a page of ours',
  hideQuickRun: 'hides a window of ours',
};

function makeHandlers() {
  const done: string[] = [];
  const note = (what: string, given?: unknown): void => void done.push(given === undefined ? what : `${what} ${JSON.stringify(given)}`);
  const handlers = desktopHandlers({
    asks: createAsks(),
    settings: () => defaultDesktopSettings,
    change: async (change: Partial<DesktopSettings>) => void note('change', change),
    loopback: {
      state: () => ({ url: null, note: null }),
      copyToken: async () => false,
      open: async () => false,
    },
    outside: { openLink: async (address) => void note('link', address), openFile: async (file) => void note('file', file) },
    chooseFile: async () => undefined,
    choosePath: async (kind) => void note('choose', kind),
    showDataFolder: () => note('folder'),
    showMainWindow: () => note('window'),
    hideQuickRun: () => note('hide'),
  });
  return { handlers, done };
}

const withInput = ['settings.set', 'choosePath', 'openLink', 'openFile', 'present'];

describe('what only the desktop’s window can ask', () => {
  it('IP-1 has a rule for every call', () => {
    const names: string[] = [];
    traverseContractProcedures({ router: desktopContract, path: [] }, ({ path }) => void names.push(path.join('.')));
    expect(names.sort()).toEqual(Object.keys(reach).sort());
  });

  it.each(withInput)('IP-2 %s does nothing for a payload that is none of its own', async (name) => {
    const { handlers, done } = makeHandlers();
    const client = createRouterClient(handlers) as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const [area = '', method] = name.split('.');
    const call = (method === undefined ? client[area] : client[area]?.[method]) as (input: unknown) => Promise<unknown>;
    const notOurs = fc.oneof(
      fc.constantFrom<unknown>(null, 0, Number.NaN, '', 'text', true, [], () => 1, Symbol.iterator),
      fc.record({ theme: fc.integer(), address: fc.array(fc.string()), path: fc.object(), page: fc.string({ minLength: 20 }) }),
      fc.record({ startAtLogin: fc.string(), loopbackPort: fc.double({ min: 70_000 }), page: fc.integer() }),
    );
    await fc.assert(
      fc.asyncProperty(notOurs, async (input) => {
        await expect(call(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      }),
      { numRuns: 60 },
    );
    expect(done).toEqual([]);
  });

  it('IP-2 takes no setting that it does not know, and none of another kind', async () => {
    const { handlers, done } = makeHandlers();
    const { settings } = createRouterClient(handlers);
    await expect(settings.set({ theme: 'dark', isAdmin: true } as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(done).toEqual([]);
    await settings.set({ theme: 'dark' });
    expect(done).toEqual(['change {"theme":"dark"}']);
  });

  it('says where the loopback server is off, and does nothing', async () => {
    const client = createRouterClient(makeHandlers().handlers);
    await expect(client.loopback.copyToken()).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(client.loopback.open()).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
