import { Kbd, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { placeFor } from './add-place.ts';
import { alignments } from './align.ts';
import { alignChosen, tidyUp } from './arrange-chosen.ts';
import { type CanvasEditor, useEditor } from './canvas-editor.ts';
import classes from './canvas-menu.module.css';
import { chosenSteps, selectAll } from './chosen.ts';
import { copyChosen, duplicateChosen, pasteText } from './copy-paste.ts';
import { removeChosen } from './remove-chosen.ts';
import { switchChosen } from './switch-chosen.ts';
import type { ScreenPlace } from './use-canvas-editor.ts';
import { moveOut, wrapChosen } from './wrap-chosen.ts';

/** What can be done with what is chosen, at the pointer or at the step. */
export function CanvasMenu({ at, frame, onClose }: { readonly at: ScreenPlace; readonly frame: DOMRect | undefined; onClose(): void }) {
  const editor = useEditor();
  const place = { left: at.clientX - (frame?.left ?? 0), top: at.clientY - (frame?.top ?? 0) };
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      withinPortal
      returnFocus
      shadow="md"
      width={272}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span className={classes.anchor} style={place} />
      </Menu.Target>
      <Menu.Dropdown>{itemsFor(editor)}</Menu.Dropdown>
    </Menu>
  );
}

function itemsFor(editor: CanvasEditor): ReactNode {
  const steps = chosenSteps(editor);
  const [edge] = editor.selectedEdges();
  if (edge !== undefined) return <EdgeItems editor={editor} edge={edge} />;
  const trigger = [...editor.store.getState().selection].find((id) => id.startsWith('trigger:'));
  if (trigger !== undefined && steps.length === 0) {
    return (
      <>
        <Item label="Open" keys="Enter" onClick={() => editor.open(trigger)} />
        <Item label="Delete" keys="Del" isDangerous onClick={() => removeChosen(editor, false)} />
      </>
    );
  }
  return steps.length === 0 ? <CanvasItems editor={editor} /> : <StepItems editor={editor} />;
}

function CanvasItems({ editor }: { readonly editor: CanvasEditor }) {
  return (
    <>
      <Item label="Add a step…" keys="A" onClick={() => addFrom(editor)} />
      <Item label="Paste" keys="Ctrl V" onClick={() => void paste(editor)} />
      <Menu.Divider />
      <Item label="Select all" keys="Ctrl A" onClick={() => selectAll(editor)} />
      <Item label="Tidy up" keys="T" onClick={() => tidyUp(editor)} />
    </>
  );
}

function EdgeItems({ editor, edge }: { readonly editor: CanvasEditor; readonly edge: string }) {
  const at = editor.toScreen(edge);
  return (
    <>
      {at !== undefined && <Item label="Change condition and label…" keys="Enter" onClick={() => editor.editEdge(edge, at)} />}
      <Item label="Insert a step…" keys="A" onClick={() => addFrom(editor)} />
      <Item label="Delete" keys="Del" isDangerous onClick={() => removeChosen(editor, false)} />
    </>
  );
}

function StepItems({ editor }: { readonly editor: CanvasEditor }) {
  const steps = chosenSteps(editor);
  const [first] = steps;
  const isInBox = first !== undefined && 'step' in first.list;
  const areOff = steps.every(({ isDisabled }) => isDisabled);
  return (
    <>
      {steps.length === 1 && first !== undefined && (
        <>
          <Item label="Open" keys="Enter" onClick={() => editor.open(first.id)} />
          <Item label="Add a step after it…" keys="A" onClick={() => addFrom(editor)} />
        </>
      )}
      <Item label={areOff ? 'Enable' : 'Disable'} keys="D" onClick={() => switchChosen(editor)} />
      <Menu.Divider />
      <Item label="Copy" keys="Ctrl C" onClick={() => void copy(editor)} />
      <Item label="Duplicate" keys="Ctrl D" onClick={() => duplicateChosen(editor)} />
      <Menu.Divider />
      <Item label="Wrap in a loop" keys="L" onClick={() => wrapChosen(editor, 'loop')} />
      <Item label="Run in parallel" keys="P" onClick={() => wrapChosen(editor, 'parallel')} />
      {isInBox && <Item label="Move out of the box" keys="U" onClick={() => moveOut(editor)} />}
      {steps.length > 1 && (
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>Align and distribute</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {[...alignments, 'across' as const, 'down' as const].map((to) => (
              <Item
                key={to}
                label={to === 'across' || to === 'down' ? `Distribute ${to}` : `Align ${to}`}
                onClick={() => alignChosen(editor, to)}
              />
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
      )}
      <Menu.Divider />
      <Item label="Delete" keys="Del" isDangerous onClick={() => removeChosen(editor, false)} />
      <Item label="Delete, keep the wire" keys="Shift Del" isDangerous onClick={() => removeChosen(editor, true)} />
    </>
  );
}

interface ItemProps {
  readonly label: string;
  readonly keys?: string;
  readonly isDangerous?: boolean;
  onClick(): void;
}

function Item({ label, keys, isDangerous = false, onClick }: ItemProps) {
  return (
    <Menu.Item
      onClick={onClick}
      {...(isDangerous ? { className: classes.dangerous } : {})}
      rightSection={keys?.split(' ').map((key) => (
        <Kbd key={key} size="xs" ml={3}>
          {key}
        </Kbd>
      ))}
    >
      {label}
    </Menu.Item>
  );
}

function addFrom(editor: CanvasEditor): void {
  const graph = editor.drawing()?.graph ?? { nodes: [], edges: [] };
  editor.askStep(placeFor(graph, editor.store.getState().selection, editor.selectedEdges()));
}

async function copy(editor: CanvasEditor): Promise<void> {
  try {
    await navigator.clipboard.writeText(copyChosen(editor));
  } catch {
    editor.tell('Copy: not done', 'The clipboard cannot be written from a menu here. Press Ctrl C on the canvas.');
  }
}

async function paste(editor: CanvasEditor): Promise<void> {
  try {
    pasteText(editor, await navigator.clipboard.readText());
  } catch {
    editor.tell('Paste: not done', 'The clipboard cannot be read from a menu here. Press Ctrl V on the canvas.');
  }
}
