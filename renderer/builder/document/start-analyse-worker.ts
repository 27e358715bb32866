export function startAnalyseWorker(): Worker {
  return new Worker(new URL('./analyse-worker.ts', import.meta.url), { type: 'module' });
}
