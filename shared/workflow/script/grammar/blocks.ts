import type { Block, BranchNode, CaseNode, LineNode, Placed, StepLine } from '../syntax-tree.ts';
import { tokenTypes as t } from '../tokens.ts';
import { StatementRules } from './statements.ts';
import type { Rule } from './values.ts';

type Said = Pick<StepLine, 'what' | 'clauses'>;

/** Steps, and the statements that have lines inside them. */
export abstract class BlockRules extends StatementRules {
  /** Whatever can stand in a block. */
  abstract readonly lines: Rule<LineNode[]>;

  readonly step: Rule<StepLine> = this.RULE('step', (): StepLine => {
    const from = this.here();
    let label: Placed<string> | undefined;
    let name: Placed<string> | undefined;
    let isAssigned = false;
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.STEP);
            label = this.OPTION2(() => this.SUBRULE(this.stepName));
            name = this.OPTION3(() => this.SUBRULE(this.text));
            this.CONSUME(t.Colon);
          },
        },
        {
          ALT: () => {
            label = this.placed(this.CONSUME(t.Identifier));
            isAssigned = true;
            this.CONSUME(t.Equals);
          },
        },
      ]),
    );
    const { what, clauses } = this.SUBRULE(this.statement);
    return { is: 'step', label, name, isAssigned, what, clauses, from, to: this.there() };
  });

  readonly statement: Rule<Said> = this.RULE(
    'statement',
    (): Said =>
      this.OR<Said>([
        { ALT: () => this.SUBRULE(this.parallel) },
        { ALT: () => this.SUBRULE(this.switchCase) },
        { ALT: () => this.SUBRULE(this.loop) },
        {
          ALT: () => {
            this.CONSUME(t.IF);
            const said = this.SUBRULE(this.ifRest);
            this.CONSUME(t.END);
            this.CONSUME2(t.IF);
            return said;
          },
        },
        { ALT: () => ({ what: this.SUBRULE(this.simple), clauses: this.SUBRULE(this.clauses) }) },
      ]),
  );

  readonly parallel: Rule<Said> = this.RULE('parallel', (): Said => {
    this.CONSUME(t.PARALLEL);
    const fast = this.OPTION(() => {
      this.CONSUME(t.FAIL);
      return this.CONSUME(t.FAST);
    });
    const clauses = this.SUBRULE(this.clauses);
    this.CONSUME(t.NewLine);
    const branches: BranchNode[] = [];
    this.MANY(() => branches.push(this.SUBRULE(this.branch)));
    this.CONSUME(t.END);
    this.CONSUME2(t.PARALLEL);
    return { what: { is: 'parallel', isFast: fast !== undefined, branches }, clauses };
  });

  readonly branch: Rule<BranchNode> = this.RULE('branch', (): BranchNode => {
    const from = this.here();
    this.CONSUME(t.BRANCH);
    const name = this.OR<Placed<string>>([
      { ALT: () => this.placed(this.CONSUME(t.Number), (image) => `branch_${image}`) },
      { ALT: () => this.SUBRULE(this.anyName) },
    ]);
    this.CONSUME(t.Colon);
    this.OPTION(() => this.CONSUME(t.NewLine));
    const lines = this.SUBRULE(this.lines);
    return { name, lines, from, to: this.there() };
  });

  readonly switchCase: Rule<Said> = this.RULE('switchCase', (): Said => {
    this.CONSUME(t.SWITCH);
    const on = this.SUBRULE(this.expression);
    const clauses = this.SUBRULE(this.clauses);
    this.CONSUME(t.NewLine);
    const cases: CaseNode[] = [];
    this.MANY({
      GATE: () => this.LA(2).tokenType !== t.ELSE,
      DEF: () => {
        const from = this.here();
        this.CONSUME(t.CASE);
        const value = this.SUBRULE(this.literal);
        this.CONSUME2(t.NewLine);
        const lines = this.SUBRULE(this.lines);
        cases.push({ value, lines, from, to: this.there() });
      },
    });
    const otherwise = this.OPTION<Block>(() => {
      const from = this.here();
      this.CONSUME2(t.CASE);
      this.CONSUME(t.ELSE);
      this.CONSUME3(t.NewLine);
      const lines = this.SUBRULE2(this.lines);
      return { lines, from, to: this.there() };
    });
    this.CONSUME(t.END);
    this.CONSUME2(t.SWITCH);
    return { what: { is: 'switch', on, cases, otherwise }, clauses };
  });

  readonly loop: Rule<Said> = this.RULE(
    'loop',
    (): Said =>
      this.OR<Said>([
        {
          ALT: () => {
            this.CONSUME(t.FOR);
            this.CONSUME(t.EACH);
            const variable = this.SUBRULE(this.anyName);
            this.CONSUME(t.IN);
            const list = this.SUBRULE(this.expression);
            const clauses = this.SUBRULE(this.clauses);
            this.CONSUME(t.NewLine);
            const lines = this.SUBRULE(this.lines);
            this.CONSUME(t.NEXT);
            this.OPTION(() => this.SUBRULE2(this.anyName));
            return { what: { is: 'for-each', variable, list, lines }, clauses };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.WHILE);
            const condition = this.SUBRULE2(this.expression);
            const clauses = this.SUBRULE2(this.clauses);
            this.CONSUME2(t.NewLine);
            const lines = this.SUBRULE2(this.lines);
            this.CONSUME(t.END);
            this.CONSUME2(t.WHILE);
            return { what: { is: 'while', condition, lines }, clauses };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.REPEAT);
            const times = this.OR2<Placed<string | number>>([
              { ALT: () => this.placed(this.CONSUME(t.Number), Number) },
              { ALT: () => this.SUBRULE(this.text) },
            ]);
            this.CONSUME(t.TIMES);
            const clauses = this.SUBRULE3(this.clauses);
            this.CONSUME3(t.NewLine);
            const lines = this.SUBRULE3(this.lines);
            this.CONSUME2(t.END);
            this.CONSUME2(t.REPEAT);
            return { what: { is: 'repeat', times, lines }, clauses };
          },
        },
      ]),
  );

  /** `ELSE IF` is an IF within the ELSE; one `END IF` ends them all. */
  readonly ifRest: Rule<Said> = this.RULE('ifRest', (): Said => {
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(t.THEN);
    const clauses = this.SUBRULE(this.clauses);
    const from = this.here();
    this.CONSUME(t.NewLine);
    const inside: Block = { lines: this.SUBRULE(this.lines), from, to: this.there() };
    const otherwise = this.OPTION<Block>(() => {
      const begin = this.here();
      this.CONSUME(t.ELSE);
      return this.OR<Block>([
        {
          ALT: () => {
            const start = this.here();
            this.CONSUME(t.IF);
            const { what, clauses: inner } = this.SUBRULE(this.ifRest);
            const nested: StepLine = {
              is: 'step',
              label: undefined,
              name: undefined,
              isAssigned: false,
              what,
              clauses: inner,
              from: start,
              to: this.there(),
            };
            return { lines: [nested], from: begin, to: this.there() };
          },
        },
        {
          ALT: () => {
            this.CONSUME2(t.NewLine);
            return { lines: this.SUBRULE2(this.lines), from: begin, to: this.there() };
          },
        },
      ]);
    });
    return { what: { is: 'if', condition, inside, otherwise }, clauses };
  });
}
