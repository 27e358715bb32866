import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { z } from 'zod';
import { icnsOf, icoOf, type Picture } from './icon-files.ts';

// `node scripts/draw-icons.ts`: the icons of every platform from the drawings in resources/icons. What it writes is committed.
const icons = path.resolve(import.meta.dirname, '..', 'resources', 'icons');
const [large, small, tray] = await Promise.all(
  ['icon', 'icon-small', 'tray'].map((name) => readFile(path.join(icons, `${name}.svg`), 'utf8')),
);
const bytesSchema = z.tuple([z.array(z.number()), z.array(z.number())]);
/** From here on the fine drawing is legible. */
const fineFrom = 64;

const browser = await chromium.launch({
  executablePath: process.env['PAWL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
try {
  const page = await browser.newPage();
  const drawApp = (size: number) => draw(page, size >= fineFrom ? large : small, size);
  await mkdir(path.join(icons, 'linux'), { recursive: true });
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) await save(path.join('linux', `${size}x${size}.png`), (await drawApp(size)).png);
  await save('icon.png', (await drawApp(512)).png);
  await save('icon.ico', icoOf(await all([16, 24, 32, 48, 64, 128, 256], drawApp)));
  await save(
    'icon.icns',
    icnsOf(await all([32, 64, 128, 256, 512, 1024], (size) => draw(page, onPlate(size >= fineFrom ? large : small), size))),
  );
  // The system gives the tray's picture its colour on macOS; elsewhere it must be seen on light and dark alike.
  for (const [suffix, times] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    await save(`trayTemplate${suffix}.png`, (await draw(page, tray, 16 * times)).png);
    await save(`tray${suffix}.png`, (await draw(page, small, 24 * times)).png);
  }
} finally {
  await browser.close();
}

function save(name: string, bytes: Buffer): Promise<void> {
  return writeFile(path.join(icons, name), bytes);
}

async function all<T>(sizes: readonly number[], make: (size: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (const size of sizes) made.push(await make(size));
  return made;
}

/** macOS leaves room around an icon, for its shadow. */
function onPlate(svg: string | undefined): string {
  const inner = (svg ?? '').replace(/^[\s\S]*?<title>.*?<\/title>/, '').replace('</svg>', '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024"><filter id="s" x="-10%" y="-10%" width="120%" height="125%"><feDropShadow dx="0" dy="12" stdDeviation="14" flood-opacity=".3"/></filter><g filter="url(#s)" transform="translate(100 100) scale(.8047)">${inner}</g></svg>`;
}

async function draw(page: Page, svg: string | undefined, size: number): Promise<Picture> {
  // As text, since this file is none of a browser: the picture drawn by the browser, as PNG and as its pixels.
  const drawn = await page.evaluate(`(async () => {
    const image = new Image(${size}, ${size});
    image.src = ${JSON.stringify(`data:image/svg+xml,${encodeURIComponent((svg ?? '').replace('<svg ', `<svg width="${size}" height="${size}" `))}`)};
    await image.decode();
    const context = new OffscreenCanvas(${size}, ${size}).getContext('2d');
    context.drawImage(image, 0, 0, ${size}, ${size});
    const blob = await context.canvas.convertToBlob({ type: 'image/png' });
    return [[...new Uint8Array(await blob.arrayBuffer())], [...context.getImageData(0, 0, ${size}, ${size}).data]];
  })()`);
  const [png, rgba] = bytesSchema.parse(drawn);
  return { size, png: Buffer.from(png), rgba: Buffer.from(rgba) };
}
