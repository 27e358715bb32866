/** Runs in the page's own world, before its scripts: a new window is asked for, and never made. Its text is sent to the page, so it stands alone. */
export function askBeforeOpening(): void {
  const world = globalThis as unknown as { standInOpen?(url: string): void; open: unknown };
  const ask = world.standInOpen;
  delete world.standInOpen;
  world.open = (url: unknown) => {
    ask?.(String(url ?? 'about:blank'));
    return null;
  };
  document.addEventListener(
    'click',
    (event) => {
      const [link] = event.composedPath().filter((node) => node instanceof HTMLAnchorElement);
      if (link === undefined || ['', '_self', '_top', '_parent'].includes(link.target)) return;
      event.preventDefault();
      ask?.(link.href);
    },
    true,
  );
}
