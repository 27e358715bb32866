import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const outDir = path.join(root, 'out', 'cli');

// All in one folder, as deep as the sources: files find the sandbox's worker beside them, and resources/ two folders up.
await rm(outDir, { recursive: true, force: true });
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: {
    noExternal: true,
    // These find binaries beside their own files, and stay packages.
    external: ['better-sqlite3', 'trash'],
  },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rollupOptions: {
      input: {
        pawl: path.join(root, 'electron/cli/main.ts'),
        'spawn-helper': path.join(root, 'electron/executors/process/spawn-helper.ts'),
        'sandbox-worker': path.join(root, 'electron/expressions/sandbox-worker.ts'),
        'verify-worker': path.join(root, 'electron/store/verify-worker.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
