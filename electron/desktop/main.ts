import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { resolveDataDir } from '../platform/data-dir.ts';
import { registerAppScheme } from './app-scheme.ts';
import { startDesktop } from './desktop.ts';

const dataDir = resolveDataDir({ environment: process.env, os: process.platform });
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
app.setName('Pawl');
// One instance for each data folder, and Chromium's own files apart from ours.
app.setPath('userData', dataDir);
app.setPath('sessionData', path.join(dataDir, 'window'));
app.enableSandbox();
registerAppScheme();

// The instance that runs already is told what this one was started with.
if (app.requestSingleInstanceLock()) startDesktop(dataDir);
else app.quit();
