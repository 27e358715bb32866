import { ActionIcon, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { SendIcon } from '../ui/icons.tsx';
import classes from './composer.module.css';
import { suggestionsFor } from './suggestions.ts';

interface ComposerProps {
  readonly isBusy: boolean;
  readonly agent: string;
  onSay(text: string): void;
}

/** Enter sends, Shift+Enter begins a new line; a slash shows what can be done. */
export function Composer({ isBusy, agent, onSay }: ComposerProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const workflows = useQuery({
    queryKey: ['chat', 'workflows'],
    queryFn: async ({ signal }) => (await engine.workflows.list({ limit: 200 }, { signal })).items.map(({ name }) => name),
    enabled: text.startsWith('/run'),
  });
  const suggestions = suggestionsFor(text, workflows.data ?? []);
  const at = Math.min(chosen, suggestions.length - 1);

  function send(): void {
    if (text.trim() === '' || isBusy) return;
    onSay(text);
    setText('');
  }

  function take(index: number): void {
    setText(suggestions[index]?.text ?? text);
    setChosen(0);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (suggestions.length > 0 && step !== 0) {
      event.preventDefault();
      setChosen((at + step + suggestions.length) % suggestions.length);
    } else if (suggestions.length > 0 && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      take(at);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      // Half a command is completed before it is sent.
      if (suggestions.length > 0 && !/\s/.test(text)) take(at);
      else send();
    }
  }

  return (
    <div className={classes.composer}>
      {suggestions.length > 0 && (
        <ul className={classes.suggestions} aria-label="What can be done">
          {suggestions.map(({ text: becomes, label, detail }, index) => (
            <li key={becomes}>
              <button
                type="button"
                className={classes.suggestion}
                data-chosen={index === at || undefined}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(index)}
              >
                <span className={classes.label}>{label}</span>
                <span className={classes.detail}>{detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.line}>
        <Textarea
          size="sm"
          className={classes.text}
          aria-label="Say something"
          placeholder={`Ask ${agent}, or / for commands`}
          autosize
          minRows={1}
          maxRows={10}
          data-autofocus
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ActionIcon
          size={36}
          variant="filled"
          aria-label="Send"
          title="Send (Enter)"
          disabled={text.trim() === ''}
          loading={isBusy}
          onClick={send}
        >
          <SendIcon />
        </ActionIcon>
      </div>
    </div>
  );
}
