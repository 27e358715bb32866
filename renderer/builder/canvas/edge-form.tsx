import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { EdgeCondition } from '../../../shared/workflow/edit/edit.ts';
import { type CanvasEdge, type CanvasGraph, isStep } from '../../canvas/canvas-graph.ts';
import { conditionOfPort } from '../../canvas/ports.ts';
import { useEditor } from './canvas-editor.ts';
import { edgeRefOf } from './edge-ref.ts';

const expressionChoice = '=';

/** When an edge is taken, and the words on it. */
export function EdgeForm({ graph, edge, onDone }: { readonly graph: CanvasGraph; readonly edge: CanvasEdge; onDone(): void }) {
  const editor = useEditor();
  const ref = edgeRefOf(edge);
  const [choice, setChoice] = useState(edge.on?.type === 'expression' ? expressionChoice : edge.port);
  const [expression, setExpression] = useState(edge.on?.type === 'expression' ? edge.on.expression : '');
  const [label, setLabel] = useState(edge.label ?? '');
  if (ref === undefined) return null;
  const isMissing = choice === expressionChoice && expression.trim() === '';

  function save(event: FormEvent): void {
    event.preventDefault();
    if (ref === undefined || isMissing) return;
    const on: EdgeCondition = choice === expressionChoice ? { expression: expression.trim() } : conditionOfPort(choice);
    if (editor.apply([{ type: 'change-edge', edge: ref, on, label: label.trim() === '' ? null : label.trim() }], 'Change the edge'))
      onDone();
  }
  function remove(): void {
    if (ref !== undefined && editor.apply([{ type: 'disconnect', edge: ref }], 'Delete the edge')) onDone();
  }
  return (
    <form onSubmit={save}>
      <Stack gap="xs" p={12}>
        <Select
          label="Taken"
          size="xs"
          data={choicesOf(graph, edge)}
          value={choice}
          onChange={(value) => setChoice(value ?? 'success')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
        {choice === expressionChoice && (
          <TextInput
            label="Expression"
            size="xs"
            placeholder="steps.read.output.size > 1000"
            value={expression}
            onChange={(event) => setExpression(event.currentTarget.value)}
            error={isMissing ? 'Write what must hold' : undefined}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        )}
        <TextInput label="Label" size="xs" placeholder="None" value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
        <Group justify="space-between" mt={4}>
          <Button size="xs" variant="subtle" color="red" onClick={remove}>
            Delete
          </Button>
          <Button size="xs" type="submit" disabled={isMissing}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function choicesOf({ nodes }: CanvasGraph, { from, port }: CanvasEdge): { value: string; label: string }[] {
  const source = nodes.find(({ id }) => id === from);
  const ports = isStep(source) ? source.ports : [];
  const known = ports.map(({ id, kind, label }) => ({ value: id, label: kind === 'branch' ? `when it is ${label}` : label }));
  // A case that the switch no longer has.
  const strange = known.some(({ value }) => value === port) ? [] : [{ value: port, label: conditionOfPort(port) }];
  return [...known, ...strange, { value: expressionChoice, label: 'when an expression holds' }];
}
