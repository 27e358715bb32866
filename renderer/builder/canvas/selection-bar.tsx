import { Button, Menu } from '@mantine/core';
import { alignments } from './align.ts';
import { alignChosen } from './arrange-chosen.ts';
import { useEditor } from './canvas-editor.ts';
import { duplicateChosen } from './copy-paste.ts';
import { removeChosen } from './remove-chosen.ts';
import classes from './selection-bar.module.css';
import { wrapChosen } from './wrap-chosen.ts';

/** What can be done with several steps at once, while several are chosen. */
export function SelectionBar({ count }: { readonly count: number }) {
  const editor = useEditor();
  return (
    <section className={classes.bar} aria-label="What is chosen">
      <span className={classes.count}>{count} steps</span>
      <Button.Group>
        <Choice label="Loop" onClick={() => wrapChosen(editor, 'loop')} />
        <Choice label="Parallel" onClick={() => wrapChosen(editor, 'parallel')} />
        <Menu shadow="md" transitionProps={{ duration: 0 }}>
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" color="gray" className={classes.choice}>
              Align
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {[...alignments, 'across' as const, 'down' as const].map((to) => (
              <Menu.Item key={to} onClick={() => alignChosen(editor, to)}>
                {to === 'across' || to === 'down' ? `Distribute ${to}` : `Align ${to}`}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Choice label="Duplicate" onClick={() => duplicateChosen(editor)} />
        <Choice label="Delete" onClick={() => removeChosen(editor, false)} />
      </Button.Group>
    </section>
  );
}

function Choice({ label, onClick }: { readonly label: string; onClick(): void }) {
  return (
    <Button size="compact-xs" variant="subtle" color="gray" className={classes.choice} onClick={onClick}>
      {label}
    </Button>
  );
}
