// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the placeholders of the action look.
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { dataTemplate } from '../../../shared/actions/data/data-template.ts';
import { makeContext } from '../test-context.ts';
import { dataTemplateExecutor } from './data-template.ts';

const context = makeContext();

async function fill(given: z.input<typeof dataTemplate.parameters>): Promise<string> {
  return (await dataTemplateExecutor.run(dataTemplate.parameters.parse(given), context)).data;
}

it('texts go in as they are, other values as JSON', async () => {
  const values = { user: { name: 'Ada' }, files: [{ 'odd name': 1 }, null], on: true };
  expect(await fill({ template: '${user.name}: ${files} ${files[0]["odd name"]} ${files[1]} ${on}', values })).toBe(
    'Ada: [{"odd name":1},null] 1 null true',
  );
});

it('a list writes the text once for each item', async () => {
  const given = { template: '${index}. ${item.name} (${kind})', each: [{ name: 'a' }, { name: 'b' }], values: { kind: 'file' } };
  expect(await fill({ ...given, separator: '; ' })).toBe('0. a (file); 1. b (file)');
  expect(await fill({ template: 'x', each: [] })).toBe('');
});

it('EX-6 a value that looks like a placeholder is not filled in a second time', async () => {
  expect(await fill({ template: '${a}', values: { a: '${b} {{ secrets.x }}', b: 'no' } })).toBe('${b} {{ secrets.x }}');
});

it('EX-5 a placeholder sees own properties only', async () => {
  for (const path of ['__proto__', 'constructor', 'a.constructor.name', 'a.length']) {
    await expect(fill({ template: `\${${path}}`, values: { a: 'x' } })).rejects.toMatchObject({ code: 'MISSING_VALUE' });
  }
});

it('EX-7 a missing value is an error that names the path and what is there, never an empty text', async () => {
  await expect(fill({ template: 'Hello ${name}', values: { nam: 'Ada' } })).rejects.toMatchObject({
    code: 'MISSING_VALUE',
    message: expect.stringContaining('${name}'),
    hint: expect.stringContaining('nam'),
  });
  expect(await fill({ template: "Hello ${name ?? 'you'}" })).toBe('Hello you');
});

it('$${ writes a plain ${, and a lone dollar stays', async () => {
  expect(await fill({ template: '$${a} costs $5 $', values: {} })).toBe('${a} costs $5 $');
});
