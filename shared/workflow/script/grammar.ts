import { DeclarationRules } from './grammar/declarations.ts';
import type { Rule } from './grammar/values.ts';
import type { LineNode, ScriptTree } from './syntax-tree.ts';
import { tokenTypes as t } from './tokens.ts';

/** So many are looked for. */
const MAX_ERRORS = 50;

/**
 * From the words of a script to its tree. What it finds wrong is in `errors`, and the tree is then of no use.
 * The rules stand in `grammar/`, each file on those that it is made of: values, needs, clauses, statements, blocks, declarations.
 */
export class ScriptParser extends DeclarationRules {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly script: Rule<ScriptTree> = this.RULE('script', (): ScriptTree => {
    this.CONSUME(t.ORCHESTRATE);
    this.CONSUME(t.WORKFLOW);
    const name = this.SUBRULE(this.text);
    const version = this.OPTION(() => {
      this.CONSUME(t.VERSION);
      return this.SUBRULE2(this.text);
    });
    this.CONSUME(t.NewLine);
    const lines = this.SUBRULE(this.lines);
    this.CONSUME(t.END);
    this.CONSUME2(t.WORKFLOW);
    this.OPTION2(() => this.CONSUME2(t.NewLine));
    return { name, version, lines };
  });

  readonly lines: Rule<LineNode[]> = this.RULE('lines', (): LineNode[] => {
    const lines: LineNode[] = [];
    this.MANY({
      // Whoever has so many mends the first ones first, and each is dear to find.
      GATE: () => this.errors.length < MAX_ERRORS,
      DEF: () => {
        lines.push(this.SUBRULE(this.line));
        this.CONSUME(t.NewLine);
      },
    });
    return lines;
  });

  readonly line: Rule<LineNode> = this.RULE(
    'line',
    (): LineNode => this.OR<LineNode>([{ ALT: () => this.SUBRULE(this.declaration) }, { ALT: () => this.SUBRULE(this.step) }]),
  );
}
