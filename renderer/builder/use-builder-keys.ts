import { useHotkeys } from '@mantine/hooks';
import { shortcuts } from '../ui/shortcuts.ts';
import { useBuilderStore } from './document/use-builder.ts';
import { useView } from './document/view-store.ts';

/** The keys of the whole page. Undo within a field that is being filled in is the field's own. */
export function useBuilderKeys(): void {
  const store = useBuilderStore();
  const view = useView((state) => state.view);
  const show = useView((state) => state.show);
  useHotkeys([
    [shortcuts.undo.keys, () => store.getState().undo()],
    [shortcuts.redo.keys, () => store.getState().redo()],
    ['mod+Y', () => store.getState().redo()],
  ]);
  useHotkeys([[shortcuts.toggleText.keys, () => show(view === 'canvas' ? 'split' : 'canvas')]], [], true);
}
