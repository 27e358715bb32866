import { type ClipboardEvent, useMemo } from 'react';
import type { CanvasEditor } from './canvas-editor.ts';
import { copyChosen, pasteText } from './copy-paste.ts';
import { removeChosen } from './remove-chosen.ts';

export interface ClipboardHandlers {
  onCopy(event: ClipboardEvent): void;
  onCut(event: ClipboardEvent): void;
  onPaste(event: ClipboardEvent): void;
}

/** Steps go over the system's clipboard as YAML, so that they can also be pasted into a text or another window. */
export function useClipboard(editor: CanvasEditor): ClipboardHandlers {
  return useMemo(() => {
    function copy(event: ClipboardEvent): boolean {
      const text = isText(event) ? '' : copyChosen(editor);
      if (text === '') return false;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
      return true;
    }
    return {
      onCopy: (event) => void copy(event),
      onCut(event) {
        if (copy(event)) removeChosen(editor, true);
      },
      onPaste(event) {
        const text = event.clipboardData.getData('text/plain');
        if (isText(event) || text.trim() === '') return;
        event.preventDefault();
        pasteText(editor, text);
      },
    };
  }, [editor]);
}

/** In a field the clipboard is for its text. */
function isText({ target }: ClipboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null;
}
