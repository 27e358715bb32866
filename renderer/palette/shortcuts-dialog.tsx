import { Modal, Text } from '@mantine/core';
import { Keys } from '../ui/keys.tsx';
import { type Shortcut, shortcuts } from '../ui/shortcuts.ts';
import classes from './shortcuts-dialog.module.css';

const all: readonly Shortcut[] = Object.values(shortcuts);
const places = [...new Set(all.map(({ where }) => where))];

/** Every shortcut there is, by where it holds. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Shortcuts" size="lg">
      <div className={classes.columns}>
        {places.map((place) => (
          <section key={place} aria-label={place}>
            <Text component="h3" size="xs" fw={600} c="dimmed" mb={6}>
              {place}
            </Text>
            <dl className={classes.list}>
              {all
                .filter(({ where }) => where === place)
                .map(({ keys, does }) => (
                  <div key={keys} className={classes.line}>
                    <dt>{does}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
