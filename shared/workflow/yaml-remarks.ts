import { isMap, isSeq, type Node, visit } from 'yaml';
import type { WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';
import type { SourceDocument } from './yaml.ts';

export interface YamlRemarks {
  /** Lines above the document. */
  readonly top: readonly string[];
  /** Lines about each step, by its id: those above it and those inside it. */
  readonly steps: ReadonlyMap<string, readonly string[]>;
}

/** The comments of a canonical text that stand at its steps or above everything. Others belong to nothing that another writing could show. */
export function remarksOf({ yaml }: SourceDocument, document: WorkflowDocument): YamlRemarks {
  const steps = new Map<string, string[]>();
  for (const scope of scopesOf(document)) {
    const list = yaml.getIn(scope.path, true);
    if (!isSeq<Node>(list)) continue;
    for (const [index, { id }] of scope.steps.entries()) {
      const node = list.items[index];
      if (!isMap(node) || id === undefined) continue;
      // What stands above the first step is read as the list's own.
      const lines = [...(index === 0 ? linesOf(list.commentBefore) : []), ...commentsIn(node)];
      if (lines.length > 0) steps.set(id, lines);
    }
  }
  const [first] = isMap(yaml.contents) ? yaml.contents.items : [];
  const head = isNode(first?.key) ? first.key.commentBefore : undefined;
  return { top: [...linesOf(yaml.commentBefore), ...linesOf(yaml.contents?.commentBefore), ...linesOf(head)], steps };
}

function commentsIn(step: Node): string[] {
  const lines: string[] = [];
  visit(step, {
    Pair(_, { key }) {
      // Steps within have their own.
      return isNode(key) && ['steps', 'parallel'].includes(String(key)) ? visit.SKIP : undefined;
    },
    Node(_, node) {
      lines.push(...linesOf(node.commentBefore), ...linesOf(node.comment));
    },
  });
  return lines;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'commentBefore' in value;
}

function linesOf(comment: string | null | undefined): string[] {
  return comment === null || comment === undefined ? [] : comment.split('\n').map((line) => line.replace(/^ /, '').trimEnd());
}
