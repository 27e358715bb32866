import type { Lowering, Raw } from './lowering.ts';
import type { DeclarationLine, TriggerParts } from './syntax-tree.ts';

export function lowerVariable(line: Extract<DeclarationLine, { readonly is: 'input' }>, lowering: Lowering): Raw {
  const variable: Raw = {};
  lowering.putText(variable, 'name', line.name);
  for (const part of line.parts) {
    switch (part.is) {
      case 'type':
        lowering.putText(variable, 'type', part.name);
        break;
      case 'required':
        lowering.put(variable, 'required', part.value, line);
        break;
      case 'default':
        lowering.put(variable, 'default', lowering.valueOf(part.value), part.value);
        break;
      case 'choices':
        lowering.put(variable, 'enum', lowering.listOf(part.values), line);
        break;
      case 'description':
        lowering.putText(variable, 'description', part.text);
        break;
    }
  }
  return variable;
}

export function lowerTrigger(line: Extract<DeclarationLine, { readonly is: 'trigger' | 'on-event' }>, lowering: Lowering): Raw {
  const trigger: Raw = {};
  lowering.putText(trigger, 'id', line.label);
  if (line.is === 'trigger') lowering.putText(trigger, 'type', line.type);
  else lowering.put(trigger, 'type', 'event', line.event);
  lowerParts(trigger, line.parts, lowering);
  if (line.is === 'on-event') {
    const config = (trigger['config'] ?? {}) as Raw;
    trigger['config'] = { name: line.event.value, ...config };
    lowering.places.put(trigger['config'] as Raw, 'name', line.event);
  }
  return trigger;
}

function lowerParts(trigger: Raw, { config, sets, isDisabled }: TriggerParts, lowering: Lowering): void {
  if (config !== undefined) trigger['config'] = lowering.mapOf(config);
  if (sets !== undefined) trigger['with'] = lowering.mapOf(sets);
  if (isDisabled) trigger['enabled'] = false;
}
