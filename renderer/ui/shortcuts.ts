export interface Shortcut {
  /** As `useHotkeys` takes it: `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: string;
  readonly does: string;
  readonly where: 'Everywhere' | 'Workflows' | 'Runs' | 'Builder' | 'Canvas';
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
  searchRuns: { keys: '/', does: 'Find a run by its id', where: 'Runs' },
  nextStep: { keys: 'J', does: 'Next step or run', where: 'Runs' },
  previousStep: { keys: 'K', does: 'Step or run before', where: 'Runs' },
  nextTrouble: { keys: 'N', does: 'Next step that failed or asks', where: 'Runs' },
  chooseRun: { keys: 'X', does: 'Choose a run to compare', where: 'Runs' },
  olderRun: { keys: '[', does: 'Older run of the workflow', where: 'Runs' },
  newerRun: { keys: ']', does: 'Newer run of the workflow', where: 'Runs' },
  eventBefore: { keys: ',', does: 'Step back in time', where: 'Runs' },
  eventAfter: { keys: '.', does: 'Step forward in time', where: 'Runs' },
  showDetails: { keys: 'D', does: 'Show the details', where: 'Runs' },
  showLog: { keys: 'L', does: 'Show the log', where: 'Runs' },
  showCheckpoints: { keys: 'C', does: 'Show the checkpoints', where: 'Runs' },
  switchView: { keys: 'V', does: 'Canvas, steps or both', where: 'Runs' },
  retryRun: { keys: 'R', does: 'Retry, with a preview', where: 'Runs' },
  save: { keys: 'mod+S', does: 'Save the workflow', where: 'Builder' },
  undo: { keys: 'mod+Z', does: 'Undo', where: 'Builder' },
  redo: { keys: 'mod+shift+Z', does: 'Redo', where: 'Builder' },
  completeText: { keys: 'ctrl+Space', does: 'Complete what is typed in the text', where: 'Builder' },
  findInText: { keys: 'mod+F', does: 'Find in the text', where: 'Builder' },
  openStep: { keys: 'Enter', does: 'Open the chosen step, or change the chosen edge', where: 'Canvas' },
  goAround: { keys: 'ArrowUp', does: 'Go from step to step; with Shift, choose more', where: 'Canvas' },
  nudge: { keys: 'alt+ArrowUp', does: 'Move the chosen steps; with Shift, further', where: 'Canvas' },
  letGo: { keys: 'Escape', does: 'Choose nothing', where: 'Canvas' },
  copySteps: { keys: 'mod+C', does: 'Copy the chosen steps', where: 'Canvas' },
  cutSteps: { keys: 'mod+X', does: 'Cut the chosen steps', where: 'Canvas' },
  pasteSteps: { keys: 'mod+V', does: 'Paste steps', where: 'Canvas' },
  zoomIn: { keys: 'Plus', does: 'Zoom in', where: 'Canvas' },
  zoomOut: { keys: '-', does: 'Zoom out', where: 'Canvas' },
  actualSize: { keys: '0', does: 'Show at actual size', where: 'Canvas' },
  fitAll: { keys: '1', does: 'Show everything', where: 'Canvas' },
  addStep: { keys: 'A', does: 'Add a step after the chosen one', where: 'Canvas' },
  connectStep: { keys: 'C', does: 'Connect the chosen step, again for its next condition', where: 'Canvas' },
  nextEdge: { keys: 'E', does: 'Choose the next edge of the step; Enter changes it', where: 'Canvas' },
  switchStep: { keys: 'D', does: 'Disable or enable the chosen steps', where: 'Canvas' },
  wrapInLoop: { keys: 'L', does: 'Wrap the chosen steps in a loop', where: 'Canvas' },
  wrapInParallel: { keys: 'P', does: 'Run the chosen steps in parallel', where: 'Canvas' },
  moveOut: { keys: 'U', does: 'Move the chosen steps out of their box', where: 'Canvas' },
  tidyUp: { keys: 'T', does: 'Let the layout place everything', where: 'Canvas' },
  canvasMenu: { keys: 'M', does: 'Open the menu of what is chosen', where: 'Canvas' },
  duplicate: { keys: 'mod+D', does: 'Duplicate the chosen steps', where: 'Canvas' },
  selectAll: { keys: 'mod+A', does: 'Choose all steps', where: 'Canvas' },
  deleteChosen: { keys: 'Delete', does: 'Delete what is chosen', where: 'Canvas' },
  deleteKeepWire: { keys: 'shift+Delete', does: 'Delete the steps and keep the wire', where: 'Canvas' },
  cutWires: { keys: 'X', does: 'Hold and drag across wires to cut them', where: 'Canvas' },
  toggleText: { keys: 'mod+\\', does: 'Show or hide the text', where: 'Builder' },
} as const satisfies Readonly<Record<string, Shortcut>>;

const names: Readonly<Record<string, string>> = {
  shift: 'Shift',
  alt: 'Alt',
  ctrl: 'Ctrl',
  meta: 'Meta',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Plus: '+',
};

/** The keys as they are printed on the keyboard. */
export function keyLabels(keys: string): readonly string[] {
  const isMac = navigator.platform.startsWith('Mac');
  const parts = keys.split('+').map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : (names[key] ?? key.replace('Digit', ''))));
  // Whoever reads `?` presses Shift without being told.
  return parts.includes('?') ? parts.filter((part) => part !== 'Shift') : parts;
}
