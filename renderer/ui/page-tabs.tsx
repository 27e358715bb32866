import classes from './page-tabs.module.css';

interface PageTabsProps {
  /** What the tabs are of, for who cannot see. */
  readonly label: string;
  /** Each is a page of its own, with its address. */
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly isCurrent: boolean }[];
}

/** The parts of a page, under its heading. No tab moves when another one is opened. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.isCurrent ? 'page' : undefined} className={classes.tab}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
