import { Text } from '@mantine/core';
import { isJsonObject, type Json, type JsonObject } from '../../shared/lib/json.ts';
import { ValueTree } from '../ui/value-tree.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import classes from './call-view.module.css';

export interface AskedCall {
  readonly tool: string;
  readonly parameters: JsonObject;
  readonly sha256: string;
}

/** A call of an agent's tool that asks for leave; undefined for anything else that an approval is about. */
export function asCall(subject: Json): AskedCall | undefined {
  if (!isJsonObject(subject) || Object.keys(subject).length !== 3) return undefined;
  const { tool, parameters, sha256 } = subject;
  if (typeof tool !== 'string' || typeof sha256 !== 'string' || !isJsonObject(parameters)) return undefined;
  return { tool, parameters, sha256 };
}

/** Exactly what will be run: each parameter whole, texts as they would be written. */
export function CallView({ call: { tool, parameters, sha256 } }: { readonly call: AskedCall }) {
  return (
    <section className={classes.call} aria-label="What will be run">
      <Text size="sm" fw={600} ff="monospace">
        <VisibleText text={tool} />
      </Text>
      {Object.entries(parameters).map(([name, value]) => (
        <div key={name} className={classes.parameter}>
          <span className={classes.name}>
            <VisibleText text={name} />
          </span>
          {typeof value === 'string' ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what is long is scrolled, by keys too.
            <section className={classes.text} aria-label={name} tabIndex={0}>
              <VisibleText text={value} />
            </section>
          ) : (
            <ValueTree value={value} label={name} />
          )}
        </div>
      ))}
      <Text size="xs" c="dimmed" className={classes.hash}>
        SHA-256 {sha256}
      </Text>
    </section>
  );
}
