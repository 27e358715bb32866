import { dialog } from 'electron';
import type { RunSummary } from '../../shared/contract/run-view.ts';

const mostNamed = 5;

/** Says what is still running. Resolves with what the person chose. */
export async function confirmQuit(runs: readonly RunSummary[], canHide: boolean): Promise<'quit' | 'hide' | 'stay'> {
  const buttons = ['Quit', ...(canHide ? ['Keep running in the tray'] : []), 'Cancel'];
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Quit Pawl?',
    message: runs.length === 1 ? '1 run is still under way' : `${runs.length} runs are still under way`,
    detail: `${namesOf(runs)}\n\nSteps that run now get a few seconds to end. Nothing is lost: what is left goes on when Pawl starts again.`,
    buttons,
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  });
  if (buttons[response] === 'Quit') return 'quit';
  return canHide && response === 1 ? 'hide' : 'stay';
}

function namesOf(runs: readonly RunSummary[]): string {
  const named = runs.slice(0, mostNamed).map(({ workflow, state }) => `${workflow}: ${state.replaceAll('_', ' ')}`);
  const more = runs.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
