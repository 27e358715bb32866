import { Skeleton } from '@mantine/core';
import { useContext } from 'react';
import { AwayContext } from './away.ts';
import { Loading } from './loading.tsx';
import classes from './row-skeletons.module.css';

const widths = ['62%', '48%', '70%', '55%', '40%', '66%', '51%', '58%'];

/** Stands where rows will be, as high as they will be; while the engine is away, in its place that there are none yet. */
export function RowSkeletons({ label, rowHeight }: { readonly label: string; readonly rowHeight: number }) {
  const isAway = useContext(AwayContext);
  if (isAway) return <Loading label={label}>{null}</Loading>;
  return (
    <div role="status" aria-busy="true" aria-label={label} className={classes.rows}>
      {widths.map((width) => (
        <div key={width} style={{ height: rowHeight }} className={classes.row}>
          <Skeleton height={14} width={width} />
          <Skeleton height={14} width={90} />
        </div>
      ))}
    </div>
  );
}
