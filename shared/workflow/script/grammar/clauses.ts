import type { IToken } from 'chevrotain';
import type { Clause, PairNode, Placed, RetryPart } from '../syntax-tree.ts';
import { tokenTypes as t } from '../tokens.ts';
import { NeedRules } from './needs.ts';
import { type Rule, spanOf, type WithoutSpan } from './values.ts';

/** What stands behind a statement: `WITH`, `TIMEOUT`, `RETRY` and their like. */
export abstract class ClauseRules extends NeedRules {
  readonly clauses: Rule<Clause[]> = this.RULE('clauses', (): Clause[] => {
    const clauses: Clause[] = [];
    this.MANY(() => clauses.push(this.SUBRULE(this.clause)));
    return clauses;
  });

  readonly clause: Rule<Clause> = this.RULE('clause', (): Clause => {
    const from = this.here();
    const said = this.OR<WithoutSpan<Clause>>([
      {
        ALT: () => {
          this.CONSUME(t.WITH);
          return this.SUBRULE(this.withRest);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.TIMEOUT);
          return { is: 'timeout', time: this.SUBRULE(this.time) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.ON);
          this.CONSUME2(t.TIMEOUT);
          const outcome = this.SUBRULE(this.anyName);
          const whom = this.OPTION(() => {
            this.CONSUME(t.TO);
            return this.SUBRULE(this.text);
          });
          return { is: 'on-timeout', outcome, whom };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.RETRY);
          return { is: 'retry', parts: this.SUBRULE(this.retryParts) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.OPTIONAL);
          return { is: 'optional' };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.WHEN);
          return { is: 'when', expression: this.SUBRULE(this.expression) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.MATCH);
          return { is: 'match', expression: this.SUBRULE2(this.expression) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.COLLECT);
          return { is: 'collect', expression: this.SUBRULE3(this.expression) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.AFTER);
          return this.SUBRULE(this.after);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.TOOLS);
          return { is: 'tools', names: this.SUBRULE(this.values) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.OPTIMIZE);
          this.CONSUME(t.FOR);
          return { is: 'optimize-for', text: this.SUBRULE2(this.text) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.REWIND);
          this.CONSUME2(t.TO);
          return { is: 'rewind', text: this.SUBRULE(this.stepName) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.BUDGET);
          const tokens = this.OPTION2(() => {
            this.CONSUME(t.TOKENS);
            return this.placed(this.CONSUME(t.Number), Number);
          });
          const cost = this.OPTION3(() => {
            this.CONSUME(t.COST);
            return this.placed(this.CONSUME2(t.Number), Number);
          });
          return { is: 'budget', tokens, cost };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.FIELDS);
          return { is: 'fields', value: this.SUBRULE(this.value) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.CONCURRENCY);
          return { is: 'concurrency', value: this.placed(this.CONSUME3(t.Number), Number) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.MAX);
          return { is: 'max', value: this.placed(this.CONSUME4(t.Number), Number) };
        },
      },
    ]);
    return { ...said, from, to: this.there() } as Clause;
  });

  /** `OPTIMIZE FOR` can stand among the values. */
  readonly withRest: Rule<WithoutSpan<Clause>> = this.RULE('withRest', (): WithoutSpan<Clause> => {
    const pairs: PairNode[] = [];
    let optimizeFor: Placed<string> | undefined;
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.OPTIMIZE);
              this.CONSUME(t.FOR);
              optimizeFor = this.SUBRULE(this.text);
            },
          },
          { ALT: () => pairs.push(this.SUBRULE(this.pair)) },
        ]),
    });
    return { is: 'with', pairs, optimizeFor };
  });

  readonly retryParts: Rule<RetryPart[]> = this.RULE('retryParts', (): RetryPart[] => {
    const count = this.CONSUME(t.Number);
    const parts: RetryPart[] = [{ key: 'maxRetries', value: Number(count.image), at: spanOf(count) }];
    this.OPTION(() => this.CONSUME(t.TIMES));
    const numbered = (key: 'backoff' | 'jitter', token: IToken): void => {
      parts.push({ key, value: Number(token.image), at: spanOf(token) });
    };
    const timed = (key: 'delay' | 'maxDelay', time: Placed<string | number>): void => {
      parts.push({ key, value: time?.value, at: time });
    };
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.DELAY);
            timed('delay', this.SUBRULE(this.time));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.MAX);
            this.CONSUME2(t.DELAY);
            timed('maxDelay', this.SUBRULE2(this.time));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.BACKOFF);
            numbered('backoff', this.CONSUME2(t.Number));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.JITTER);
            numbered('jitter', this.CONSUME3(t.Number));
          },
        },
        {
          ALT: () => {
            const on = this.CONSUME(t.ON);
            const codes = this.SUBRULE(this.texts);
            this.ACTION(() => parts.push({ key: 'on', value: codes.map(({ value }) => value), at: spanOf(on) }));
          },
        },
      ]),
    );
    return parts;
  });
}
