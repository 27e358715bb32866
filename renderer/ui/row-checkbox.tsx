import { Checkbox } from '@mantine/core';
import classes from './row-checkbox.module.css';

interface RowCheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly isFocusable?: boolean;
  onChange(isChecked: boolean): void;
}

const { inner, input, icon } = Checkbox.classes;

/** Looks as Mantine's checkbox does, and is drawn in a tenth of its time: for the rows of long lists. */
export function RowCheckbox({ label, isChecked, isFocusable = true, onChange }: RowCheckboxProps) {
  return (
    <span className={classes.root}>
      <span className={`${inner} ${classes.inner}`}>
        <input
          type="checkbox"
          className={`${input} mantine-focus-auto`}
          aria-label={label}
          checked={isChecked}
          onChange={(event) => onChange(event.currentTarget.checked)}
          {...(isFocusable ? {} : { tabIndex: -1 })}
        />
        <svg className={icon} viewBox="0 0 10 7" fill="none" aria-hidden="true">
          <path
            d="M4 4.586L1.707 2.293A1 1 0 1 0 .293 3.707l3 3a.997.997 0 0 0 1.414 0l5-5A1 1 0 1 0 8.293.293L4 4.586z"
            fill="currentColor"
            fillRule="evenodd"
            clipRule="evenodd"
          />
        </svg>
      </span>
    </span>
  );
}
