import { Combobox, Textarea, useCombobox } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { previewOf } from '../../../ui/value-rows.ts';
import { dragPath } from '../../../ui/value-tree-row.tsx';
import { type Completion, completionsFor } from '../names/completions.ts';
import { completeName, insertPath, nameAt } from '../names/placeholder-text.ts';
import classes from './fields.module.css';
import { type Sees, useFieldForm } from './form-context.ts';
import { useInsertTarget } from './insert-target.ts';
import { PreviewLine } from './preview-line.tsx';
import { useLocalText } from './use-local-text.ts';
import { usePreview } from './use-preview.ts';

export interface PlaceholderInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** A bare expression, not a text with placeholders. */
  readonly isBare?: boolean;
  readonly isMultiline?: boolean;
  readonly isCode?: boolean;
  readonly placeholder?: string | undefined;
  readonly isWrong?: boolean;
  readonly describedBy?: string | undefined;
  readonly sees?: Sees;
  /** The names of the field, instead of those of the run. */
  readonly names?: readonly string[] | undefined;
  readonly autoFocus?: boolean;
  onChange(text: string): void;
}

/** A text in which `{{` brings up the names that can stand there; a value dropped on it, or clicked elsewhere, goes in at the caret. */
export function PlaceholderInput(props: PlaceholderInputProps) {
  const { id, label, isBare = false, isMultiline = false, isCode = false, sees, names } = props;
  const form = useFieldForm();
  const [text, setText] = useLocalText(props.value, props.onChange);
  const [options, setOptions] = useState<readonly Completion[]>([]);
  const input = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const hasOwnNames = names !== undefined && names.length > 0;
  const shown = usePreview(text, { isBare, isOff: hasOwnNames || sees === 'start' });

  function put(next: { readonly text: string; readonly caret: number }): void {
    setText(next.text);
    combobox.closeDropdown();
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  function range(): { from: number; to: number } {
    const end = text.length;
    return { from: input.current?.selectionStart ?? end, to: input.current?.selectionEnd ?? end };
  }

  const claim = useInsertTarget(label, (path) => put(insertPath(text, range(), path, isBare)));

  function suggest(written: string, isAsked = false): void {
    const at = nameAt(written, input.current?.selectionStart ?? written.length, isBare);
    // Behind a finished word of plain JavaScript nobody wants a list.
    if (at === undefined || (isBare && at.query === '' && !isAsked)) return combobox.closeDropdown();
    const found = completionsFor(form.names(sees, names), at.query);
    if (found.length === 0 || (found.length === 1 && found[0]?.path === at.query)) return combobox.closeDropdown();
    setOptions(found);
    combobox.openDropdown();
    requestAnimationFrame(() => combobox.selectFirstOption());
  }

  function choose(path: string): void {
    const at = nameAt(text, input.current?.selectionStart ?? text.length, isBare);
    put(at === undefined ? insertPath(text, range(), path, isBare) : completeName(text, at, path, isBare));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      suggest(text, true);
    }
    if (event.key === 'Tab' && combobox.dropdownOpened && !event.shiftKey) {
      event.preventDefault();
      combobox.clickSelectedOption();
    }
    if (event.key === 'Escape' && combobox.dropdownOpened) {
      event.stopPropagation();
      combobox.closeDropdown();
    }
    // A field of one line has no more.
    if (event.key === 'Enter' && !isMultiline && !combobox.dropdownOpened) event.preventDefault();
  }

  function onDrop(event: DragEvent): void {
    const path = event.dataTransfer.getData(dragPath);
    if (path === '') return;
    event.preventDefault();
    put(insertPath(text, range(), path, isBare));
  }

  return (
    <>
      <Combobox
        store={combobox}
        onOptionSubmit={choose}
        withinPortal
        width="target"
        position="bottom-start"
        middlewares={{ flip: true, shift: true }}
      >
        <Combobox.DropdownTarget>
          <div>
            <Combobox.EventsTarget withKeyboardNavigation={combobox.dropdownOpened} withAriaAttributes={combobox.dropdownOpened}>
              <Textarea
                ref={input}
                id={id}
                aria-label={label}
                size="xs"
                classNames={{ input: isCode || isBare ? classes.code : classes.input }}
                autosize
                minRows={isMultiline ? 2 : 1}
                maxRows={isMultiline ? 14 : 3}
                value={text}
                disabled={form.isReadOnly}
                placeholder={props.placeholder}
                error={props.isWrong === true}
                withErrorStyles={props.isWrong === true}
                aria-describedby={props.describedBy}
                spellCheck={false}
                autoComplete="off"
                data-autofocus={props.autoFocus || undefined}
                onChange={(event) => {
                  const written = isMultiline ? event.currentTarget.value : event.currentTarget.value.replaceAll('\n', ' ');
                  setText(written);
                  suggest(written);
                }}
                onClick={() => combobox.dropdownOpened && suggest(text)}
                onKeyDown={onKeyDown}
                onFocus={claim}
                onBlur={() => combobox.closeDropdown()}
                onDragOver={(event) => event.dataTransfer.types.includes(dragPath) && event.preventDefault()}
                onDrop={onDrop}
              />
            </Combobox.EventsTarget>
          </div>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown miw={260}>
          <Combobox.Options className={classes.options} labelledBy={id}>
            {options.map((option) => (
              <Suggestion key={option.path} option={option} />
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {!(props.isWrong === true && shown?.is === 'wrong') && <PreviewLine shown={shown} />}
    </>
  );
}

function Suggestion({ option: { path, node } }: { readonly option: Completion }) {
  return (
    <Combobox.Option value={path} className={classes.option}>
      <span className={classes.optionPath}>{path}</span>
      {node.type !== undefined && <span className={classes.optionType}>{node.type}</span>}
      {node.value !== undefined ? (
        <span className={classes.optionValue}>{previewOf(node.value)}</span>
      ) : (
        node.help !== undefined && <span className={classes.optionHelp}>{node.help}</span>
      )}
    </Combobox.Option>
  );
}
