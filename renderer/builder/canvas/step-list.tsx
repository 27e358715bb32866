import { Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { StepIcon } from '../../canvas/step-icon.tsx';
import { SearchIcon } from '../../ui/icons.tsx';
import { type LibraryItem, searchLibrary } from './library.ts';
import classes from './step-list.module.css';
import { libraryType } from './use-library-drop.ts';

interface StepListProps {
  readonly items: readonly LibraryItem[];
  /** Of the search field. */
  readonly label: string;
  readonly autoFocus?: boolean;
  readonly isDraggable?: boolean;
  onChoose(item: LibraryItem): void;
}

/** What can be added, by group, with a search. Arrows choose, Enter adds. */
export function StepList({ items, label, autoFocus = false, isDraggable = false, onChoose }: StepListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => searchLibrary(items, search), [items, search]);
  const isGrouped = search.trim() === '';
  const active = found[Math.min(at, found.length - 1)];

  function go(to: number): void {
    const next = Math.max(0, Math.min(to, found.length - 1));
    setAt(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    const to = steps[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter' && active !== undefined) onChoose(active);
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes.library}>
      <TextInput
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        placeholder="Search actions"
        aria-label={label}
        leftSection={<SearchIcon />}
        size="xs"
        className={classes.search}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active.key}`}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
      />
      <div ref={list} className={classes.list} role="listbox" id={`${id}-list`} aria-label="Steps that can be added">
        {found.map((item, index) => (
          <div key={item.key} role="presentation">
            {isGrouped && item.group !== found[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {item.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active option. */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys. */}
            <div
              id={`${id}-${item.key}`}
              role="option"
              aria-selected={item === active}
              data-index={index}
              data-active={item === active || undefined}
              className={classes.item}
              draggable={isDraggable}
              onDragStart={(event) => {
                event.dataTransfer.setData(libraryType, item.key);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onPointerMove={() => setAt(index)}
              onClick={() => onChoose(item)}
              title={`${item.summary} (${item.typeName})`}
            >
              <StepIcon family={item.family} size={26} />
              <span className={classes.text}>
                <span className={classes.title}>{item.title}</span>
                <span className={classes.summary}>{item.summary}</span>
              </span>
            </div>
          </div>
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p={12}>
            Nothing is called “{search.trim()}”. Try what it does: “copy”, “commit”, “ask”.
          </Text>
        )}
      </div>
    </div>
  );
}
