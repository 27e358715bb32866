import { Button, Group, Kbd, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/** A shortcut, set by pressing it. */
export function ShortcutField({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const [isListening, setListening] = useState(false);

  function press(event: KeyboardEvent): void {
    if (event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') setListening(false);
    const accelerator = acceleratorOf(event);
    if (accelerator === undefined) return;
    setListening(false);
    onChange(accelerator);
  }

  if (isListening) {
    return (
      <TextInput
        size="xs"
        w={220}
        autoFocus
        readOnly
        aria-label="Press the shortcut"
        placeholder="Press keys, Esc to leave it"
        onKeyDown={press}
        onBlur={() => setListening(false)}
      />
    );
  }
  return (
    <Group gap="xs">
      {value !== '' && <Kbd size="xs">{value.replace('CommandOrControl', navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl')}</Kbd>}
      <Button size="xs" variant="default" onClick={() => setListening(true)}>
        Change
      </Button>
      {value !== '' && (
        <Button size="xs" variant="subtle" color="gray" onClick={() => onChange('')}>
          None
        </Button>
      )}
    </Group>
  );
}

/** Electron's name for the keys; undefined until there is a modifier and a key, without which a shortcut would take a letter from every program. */
function acceleratorOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string | undefined {
  if (modifiers.has(key) || !(ctrlKey || metaKey || altKey)) return undefined;
  const named = code.replace(/^(Key|Digit)/, '');
  const held = [ctrlKey || metaKey ? 'CommandOrControl' : '', altKey ? 'Alt' : '', shiftKey ? 'Shift' : ''].filter(Boolean);
  return /^([A-Z0-9]|F\d{1,2}|Space)$/.test(named) ? [...held, named].join('+') : undefined;
}
