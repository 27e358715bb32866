import type { Clause, NeedNode } from '../syntax-tree.ts';
import { tokenTypes as t } from '../tokens.ts';
import { type Rule, ValueRules, type WithoutSpan } from './values.ts';

/** What a step waits for: `AFTER a, b FAILED`. */
export abstract class NeedRules extends ValueRules {
  readonly after: Rule<WithoutSpan<Clause>> = this.RULE('after', (): WithoutSpan<Clause> => {
    const needs: NeedNode[] = [];
    let isAny = false;
    this.OR([
      { ALT: () => this.CONSUME(t.NOTHING), IGNORE_AMBIGUITIES: true },
      {
        ALT: () => {
          this.OPTION(() => {
            this.CONSUME(t.ANY);
            this.CONSUME(t.OF);
            isAny = true;
          });
          needs.push(this.SUBRULE(this.need));
          this.MANY(() => {
            this.CONSUME(t.Comma);
            needs.push(this.SUBRULE2(this.need));
          });
        },
      },
    ]);
    return { is: 'after', isAny, needs };
  });

  readonly need: Rule<NeedNode> = this.RULE('need', (): NeedNode => {
    const from = this.here();
    const step = this.SUBRULE(this.stepName);
    const on = this.OPTION<NeedNode['on']>(() =>
      this.OR<NeedNode['on']>([
        {
          ALT: () => {
            this.CONSUME(t.SUCCEEDED);
            return 'success';
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.FAILED);
            return 'failure';
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.ENDED);
            return 'always';
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.IS);
            return this.SUBRULE(this.literal)?.value ?? undefined;
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.GIVEN);
            return { expression: this.SUBRULE(this.text)?.value };
          },
        },
      ]),
    );
    const label = this.OPTION2(() => {
      this.CONSUME(t.LABEL);
      return this.SUBRULE2(this.text);
    });
    return { step, on, label: label?.value, from, to: this.there() };
  });
}
