import type { ParseTextResult } from '../../../shared/workflow/load-text.ts';
import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { parseYaml } from '../../../shared/workflow/yaml.ts';

type ParseScript = (text: string) => ParseTextResult;

/** The parser of scripts is large: it comes when the first script is to be read, and stays. */
let parseScript: ParseScript | undefined;

/** Undefined for a script whose parser is not there yet. */
export function readText(text: string): ParseTextResult | undefined {
  return isScript(text) ? parseScript?.(text) : parseYaml(text);
}

export function isScriptReady(): boolean {
  return parseScript !== undefined;
}

/** From now on scripts can be read. */
export async function loadScriptReader(): Promise<void> {
  parseScript ??= (await import('../../../shared/workflow/script/parse-script.ts')).parseScript;
}

/** As `loadScriptReader`, for this text only. */
export async function loadReaderOf(text: string): Promise<void> {
  if (isScript(text)) await loadScriptReader();
}
