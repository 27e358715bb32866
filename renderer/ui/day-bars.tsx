import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import classes from './day-bars.module.css';

interface DayBarsProps {
  /** Of each day its name as `day`, and a number for each series. */
  readonly data: readonly (Readonly<Record<string, string | number>> & { readonly day: string })[];
  readonly series: readonly { readonly name: string; readonly label: string; readonly color: string }[];
  /** In pixels: as much as the longest number beside the bars takes. */
  readonly axisWidth: number;
  readonly areWhole?: boolean;
  valueText?(value: number): string;
}

/** A bar for each day, piled up of its series. A picture only: who draws it gives the figures as a table of class `spoken` too. */
export function DayBars({ data, series, axisWidth, areWhole = false, valueText }: DayBarsProps) {
  return (
    <div aria-hidden className={classes.chart}>
      <BarChart
        h="100%"
        data={[...data]}
        dataKey="day"
        type="stacked"
        series={[...series]}
        {...(valueText === undefined ? {} : { valueFormatter: valueText })}
        // The figures stand in a table for who cannot see them: nothing in the picture takes the focus.
        barChartProps={{ accessibilityLayer: false }}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 30 }}
        gridAxis="x"
        tickLine="none"
        maxBarWidth={46}
        yAxisProps={{ width: axisWidth, ...(areWhole ? { allowDecimals: false } : {}) }}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
