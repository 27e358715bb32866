import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { noncePlaceholder } from './shared/lib/content-security-policy.ts';

const root = import.meta.dirname;

// Files of one target lie in one folder, as deep as the sources: they find the sandbox's worker beside them, and resources/ two folders up.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      // One file loads in a third of the time that 900 modules take. These two find binaries beside their own files, and stay packages.
      externalizeDeps: false,
      rollupOptions: {
        external: ['better-sqlite3', 'trash'],
        input: {
          main: path.join(root, 'electron/desktop/main.ts'),
          'spawn-helper': path.join(root, 'electron/executors/process/spawn-helper.ts'),
          'sandbox-worker': path.join(root, 'electron/expressions/sandbox-worker.ts'),
          'verify-worker': path.join(root, 'electron/store/verify-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: path.join(root, 'electron/desktop/preload.ts') },
        // A sandboxed preload is a script, not a module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: 'out/renderer',
      target: 'chrome140',
      minify: true,
      // It comes from this disk, not over a wire.
      chunkSizeWarningLimit: 2000,
      // Inlined files would be data: addresses, which the content security policy refuses for all but images.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: path.join(root, 'renderer/index.html') } },
    },
  },
});
