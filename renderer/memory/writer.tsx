import { hrefTo } from '../ui/route.ts';

const names: Readonly<Record<string, string>> = { cli: 'in the terminal', dashboard: 'in the window', api: 'over the interface' };

/** Who wrote it; a run can be looked at. */
export function Writer({ by }: { readonly by: string }) {
  if (!by.startsWith('run:')) return names[by] ?? `by ${by}`;
  const run = by.slice('run:'.length);
  return (
    <>
      by the run <a href={hrefTo('runs', run)}>{run}</a>
    </>
  );
}
