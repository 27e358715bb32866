export interface Shortcut {
  /** As `useHotkeys` takes it: `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: string;
  readonly does: string;
  readonly where: 'Everywhere' | 'Workflows' | 'Runs' | 'Builder';
}

/** Every shortcut of the window: the code listens for these keys, and the list that `?` shows is made of these lines. */
export const shortcuts = {
  palette: { keys: 'mod+K', does: 'Search, go anywhere, run anything', where: 'Everywhere' },
  help: { keys: 'shift+?', does: 'Show the shortcuts', where: 'Everywhere' },
  goHome: { keys: 'alt+Digit1', does: 'Go to Home', where: 'Everywhere' },
  goWorkflows: { keys: 'alt+Digit2', does: 'Go to Workflows', where: 'Everywhere' },
  goRuns: { keys: 'alt+Digit3', does: 'Go to Runs', where: 'Everywhere' },
  goInbox: { keys: 'alt+Digit4', does: 'Go to the Inbox', where: 'Everywhere' },
  goTriggers: { keys: 'alt+Digit5', does: 'Go to Triggers', where: 'Everywhere' },
  goSettings: { keys: 'alt+Digit6', does: 'Go to Settings', where: 'Everywhere' },
  newWorkflow: { keys: 'alt+N', does: 'New workflow', where: 'Everywhere' },
  importFile: { keys: 'mod+I', does: 'Import a file', where: 'Everywhere' },
  search: { keys: '/', does: 'Search this list', where: 'Workflows' },
  save: { keys: 'mod+S', does: 'Save the workflow', where: 'Builder' },
  undo: { keys: 'mod+Z', does: 'Undo', where: 'Builder' },
  redo: { keys: 'mod+shift+Z', does: 'Redo', where: 'Builder' },
  toggleText: { keys: 'mod+\\', does: 'Show or hide the text', where: 'Builder' },
} as const satisfies Readonly<Record<string, Shortcut>>;

const names: Readonly<Record<string, string>> = { shift: 'Shift', alt: 'Alt', ctrl: 'Ctrl', meta: 'Meta', ArrowUp: '↑', ArrowDown: '↓' };

/** The keys as they are printed on the keyboard. */
export function keyLabels(keys: string): readonly string[] {
  const isMac = navigator.platform.startsWith('Mac');
  const parts = keys.split('+').map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : (names[key] ?? key.replace('Digit', ''))));
  // Whoever reads `?` presses Shift without being told.
  return parts.includes('?') ? parts.filter((part) => part !== 'Shift') : parts;
}
