import { describe, expect, it } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

describe('the entry that starts Pawl at login', () => {
  it('starts it without a window, whatever the path is made of', () => {
    const entry = autostartEntry('/opt/My "Apps" $5/100%/pawl\\x', ['.']);
    expect(entry).toContain('\nExec="/opt/My \\\\"Apps\\\\" \\\\$5/100%%/pawl\\\\\\\\x" "." "--hidden"\n');
    expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
  });
});
