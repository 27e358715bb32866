import { type ElectronApplication, expect, type Page } from '@playwright/test';

/** Waits until a page of ours is drawn and the engine answers it. */
export async function isShown(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /engine/i })).toHaveCount(0);
}

/** The person looks at something else: notifications are wanted now. A window takes the focus when it is first drawn, which must have been. */
export async function lookAway(app: ElectronApplication): Promise<void> {
  const isAway = () =>
    app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined || !window.isVisible()) return false;
      window.blur();
      return BrowserWindow.getFocusedWindow() === null;
    });
  await expect.poll(isAway).toBe(true);
}
