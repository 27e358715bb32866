import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveDataDir } from './data-dir.ts';

describe('the data folder', () => {
  it('is what was asked for, then what PAWL_HOME says', () => {
    const environment = { PAWL_HOME: '/from/environment', XDG_CONFIG_HOME: '/config' };
    expect(resolveDataDir({ home: '/asked', environment, os: 'linux' })).toBe('/asked');
    expect(resolveDataDir({ home: 'asked', environment, os: 'linux' })).toBe(path.resolve('asked'));
    expect(resolveDataDir({ environment, os: 'linux' })).toBe('/from/environment');
  });

  it('is else where the desktop keeps what applications write', () => {
    expect(resolveDataDir({ environment: { XDG_CONFIG_HOME: '/config' }, os: 'linux' })).toBe('/config/pawl');
    expect(resolveDataDir({ environment: {}, os: 'linux' })).toBe(path.join(homedir(), '.config', 'pawl'));
    expect(resolveDataDir({ environment: {}, os: 'darwin' })).toBe(path.join(homedir(), 'Library', 'Application Support', 'pawl'));
    expect(resolveDataDir({ environment: { APPDATA: '/roaming' }, os: 'win32' })).toBe(path.join('/roaming', 'pawl'));
  });

  it('does not follow a configuration folder that is relative, or an empty wish', () => {
    expect(resolveDataDir({ environment: { XDG_CONFIG_HOME: 'config' }, os: 'linux' })).toBe(path.join(homedir(), '.config', 'pawl'));
    expect(resolveDataDir({ home: '', environment: {}, os: 'linux' })).toBe(path.join(homedir(), '.config', 'pawl'));
  });
});
