import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  InputWrapper,
  Menu,
  Modal,
  Notification,
  SegmentedControl,
  Table,
  Tabs,
  Tooltip,
} from '@mantine/core';

/** Mantine's dimmed text has too little contrast for WCAG AA; what is chosen or hovered is quiet here. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-placeholder': '#697077',
    '--mantine-color-teal-light': '#e6f4ef',
    '--mantine-color-teal-light-hover': '#d5ece4',
    '--mantine-color-teal-light-color': '#086b4c',
    '--pawl-chosen': '#e6f4ef',
    '--pawl-hover': '#f4f6f7',
  },
  dark: {
    '--mantine-color-error': '#ff8787',
    '--mantine-color-dimmed': '#a0a3a8',
    '--mantine-color-body': '#1a1b1e',
    '--mantine-color-placeholder': '#8d9197',
    '--mantine-color-teal-light': '#1d3a32',
    '--mantine-color-teal-light-hover': '#24473d',
    '--mantine-color-teal-light-color': '#8fe3c6',
    '--pawl-chosen': '#1d3a32',
    '--pawl-hover': '#222428',
  },
});

export const theme = createTheme({
  primaryColor: 'teal',
  // White text on a lighter one has too little contrast for WCAG AA.
  primaryShade: { light: 9, dark: 9 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "JetBrains Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '600' },
  respectReducedMotion: true,
  components: {
    // As dense everywhere as in the lists.
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    InputWrapper: InputWrapper.extend({ defaultProps: { size: 'xs' } }),
    Tabs: Tabs.extend({ styles: { tab: { paddingInline: 12 } } }),
    // What would hold the focus at first is no item, which a menu must not have.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // Locking writes a style element of its own, which the content security policy refuses; pages scroll inside, not the body.
    Modal: Modal.extend({
      defaultProps: {
        radius: 'md',
        closeButtonProps: { 'aria-label': 'Close' },
        lockScroll: false,
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
      styles: { title: { fontSize: 15, fontWeight: 600 } },
    }),
    // A word must not touch the line between it and the next.
    SegmentedControl: SegmentedControl.extend({ styles: { label: { paddingInline: 9 } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 12, highlightOnHover: true } }),
  },
});
