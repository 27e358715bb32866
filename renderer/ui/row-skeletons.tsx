import { Skeleton } from '@mantine/core';
import classes from './row-skeletons.module.css';

const widths = ['62%', '48%', '70%', '55%', '40%', '66%', '51%', '58%'];

/** Stands where rows will be, as high as they will be. */
export function RowSkeletons({ label, rowHeight }: { readonly label: string; readonly rowHeight: number }) {
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
