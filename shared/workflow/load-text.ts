import { type DrawnWorkflow, type DrawOptions, drawSource, type LoadOptions, type LoadResult, nothingRead, resultOf } from './load.ts';
import type { Problem } from './problem.ts';
import { isScript } from './script/is-script.ts';
import { type ParsedText, parseYaml } from './yaml.ts';

export type ParseTextResult =
  | { readonly ok: true; readonly source: ParsedText }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a text of any writing: YAML, JSON or a script. The parser of scripts is large, and comes with the first of them. */
export async function parseText(text: string): Promise<ParseTextResult> {
  if (!isScript(text)) return parseYaml(text);
  const { parseScript } = await import('./script/parse-script.ts');
  return parseScript(text);
}

/** As `loadWorkflow`, of any writing. */
export async function loadText(text: string, options: LoadOptions): Promise<LoadResult> {
  return resultOf(await drawText(text, options));
}

/** As `drawWorkflow`, of any writing. */
export async function drawText(text: string, options: DrawOptions): Promise<DrawnWorkflow> {
  const parsed = await parseText(text);
  return parsed.ok ? drawSource(parsed.source, options) : nothingRead(parsed.problems);
}
