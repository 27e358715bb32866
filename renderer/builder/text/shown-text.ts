import type { Problem } from '../../../shared/workflow/problem.ts';
import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { writeScript } from '../../../shared/workflow/script/write-script.ts';
import { serializeWorkflow } from '../../../shared/workflow/serialize.ts';
import { parseYaml } from '../../../shared/workflow/yaml.ts';
import { remarksOf } from '../../../shared/workflow/yaml-remarks.ts';
import { withMissingAgents } from '../document/agent-mentions.ts';
import { analyseText, type TextRange } from '../document/analysis.ts';
import type { BuilderDocument } from '../document/builder-document.ts';
import { isScriptReady } from '../document/text-reader.ts';
import type { TextWriting } from '../document/view-store.ts';

/** What the text panel shows: the text itself, or the same document in the other writing. */
export interface ShownText {
  readonly text: string;
  readonly writing: TextWriting;
  readonly problems: readonly Problem[];
  readonly places: ReadonlyMap<string, TextRange>;
}

type Shown = Pick<BuilderDocument, 'text' | 'document' | 'isBehind' | 'unread' | 'problems' | 'places' | 'agents'>;

export function writingOf(text: string): TextWriting {
  return isScript(text) ? 'script' : 'yaml';
}

/** Why the document cannot be shown in the other writing; undefined when it can. */
export function whyOnlyOwn({ document, isBehind, unread }: Pick<Shown, 'document' | 'isBehind' | 'unread'>): string | undefined {
  if (document === undefined || isBehind) return 'Mend the text first: as it is, it cannot be read';
  return unread.size > 0 ? 'Mend the steps that cannot be read first: in the other writing they would be lost' : undefined;
}

/** Nothing of the other writing is stored until somebody types in it: then that is the text. */
export function shownText(state: Shown, wanted: TextWriting | undefined): ShownText {
  const { text, problems, places, document } = state;
  const own = writingOf(text);
  const other = wanted === undefined || wanted === own || whyOnlyOwn(state) !== undefined ? undefined : wanted;
  if (other === undefined || document === undefined || (other === 'script' && !isScriptReady()))
    return { text, writing: own, problems, places };
  const written = other === 'yaml' ? serializeWorkflow(document, 'yaml') : asScript(text, document);
  const analysis = analyseText(written);
  return { text: written, writing: other, problems: withMissingAgents(analysis, state.agents), places: analysis.places };
}

/** With the comments of the YAML text, which would be gone otherwise once somebody types. */
function asScript(text: string, document: NonNullable<Shown['document']>): string {
  const parsed = parseYaml(text);
  return writeScript(document, parsed.ok ? remarksOf(parsed.source, document) : {});
}
