import type { Rectangle } from 'electron';
import type { SavedBounds } from './settings.ts';

const usual = { width: 1180, height: 780 };
export const smallest = { width: 720, height: 480 };

/** Where the window opens: as it was left, as far as a screen still shows enough of it to be grabbed, and never larger than the screen. */
export function fitBounds(
  saved: SavedBounds | undefined,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const [first] = screens;
  const clamp = (wanted: number, least: number, room: number | undefined): number => Math.min(Math.max(wanted, least), room ?? wanted);
  if (saved === undefined) {
    return { width: clamp(usual.width, 0, first?.width), height: clamp(usual.height, 0, first?.height) };
  }
  const screen = screens.find((one) => overlap(one, saved) >= 100 * 100);
  const room = screen ?? first;
  const size = { width: clamp(saved.width, smallest.width, room?.width), height: clamp(saved.height, smallest.height, room?.height) };
  if (screen === undefined) return size;
  return { ...size, x: Math.max(saved.x, screen.x), y: Math.max(saved.y, screen.y) };
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
