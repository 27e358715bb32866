import type { Page } from '@playwright/test';

/** The milliseconds between the frames that the page drew while something was done to it. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`{
    const frames = (globalThis.benchFrames = []);
    let last = performance.now();
    const tick = (now) => {
      frames.push(now - last);
      last = now;
      globalThis.benchFrame = requestAnimationFrame(tick);
    };
    globalThis.benchFrame = requestAnimationFrame(tick);
  }`);
  await act();
  const frames: unknown = await page.evaluate('cancelAnimationFrame(globalThis.benchFrame), globalThis.benchFrames');
  if (!Array.isArray(frames)) throw new Error('The page has told no frames');
  // The first counts from before the first frame.
  return frames.slice(1).map(Number);
}
