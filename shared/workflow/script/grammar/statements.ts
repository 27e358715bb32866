import type { What } from '../syntax-tree.ts';
import { tokenTypes as t } from '../tokens.ts';
import { ClauseRules } from './clauses.ts';
import type { Rule } from './values.ts';

/** Statements that have no lines inside them. */
export abstract class StatementRules extends ClauseRules {
  /** What has no lines inside it. */
  readonly simple: Rule<What> = this.RULE(
    'simple',
    (): What =>
      this.OR<What>([
        { ALT: () => this.SUBRULE(this.bot) },
        { ALT: () => this.SUBRULE(this.humanApproval) },
        { ALT: () => this.SUBRULE(this.set) },
        { ALT: () => this.SUBRULE(this.wait) },
        {
          ALT: () => {
            this.CONSUME(t.LLM);
            return { is: 'llm', prompt: this.SUBRULE(this.value) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.ACTION);
            return { is: 'action', type: this.SUBRULE(this.text) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.PUBLISH);
            this.CONSUME(t.EVENT);
            return { is: 'publish', event: this.SUBRULE2(this.value) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.RUN);
            this.CONSUME(t.WORKFLOW);
            const workflow = this.SUBRULE2(this.text);
            const version = this.OPTION(() => {
              this.CONSUME(t.VERSION);
              return this.SUBRULE3(this.text);
            });
            return { is: 'run', workflow, version };
          },
        },
      ]),
  );

  readonly bot: Rule<What> = this.RULE('bot', (): What => {
    this.CONSUME(t.BOT);
    const agent = this.OPTION(() => this.SUBRULE(this.text));
    return this.OR<What>([
      {
        ALT: () => {
          this.CONSUME(t.SHARE);
          this.CONSUME(t.MEMORY);
          const keys = this.SUBRULE(this.values);
          this.CONSUME(t.WITH);
          return { is: 'share', agent, keys, with: this.SUBRULE2(this.values) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.SYNC);
          this.CONSUME2(t.MEMORY);
          this.CONSUME(t.FROM);
          return { is: 'sync', agent, from: this.SUBRULE(this.value) };
        },
      },
      { ALT: () => ({ is: 'bot', agent, prompt: this.SUBRULE2(this.value) }) },
    ]);
  });

  readonly humanApproval: Rule<What> = this.RULE('humanApproval', (): What => {
    this.CONSUME(t.HUMAN);
    this.CONSUME(t.APPROVAL);
    const message = this.OPTION(() => this.SUBRULE(this.text));
    const from = this.OPTION2(() => {
      this.CONSUME(t.FROM);
      return this.SUBRULE2(this.text);
    });
    return { is: 'approval', message, from };
  });

  readonly set: Rule<What> = this.RULE('set', (): What => {
    this.CONSUME(t.SET);
    return this.OR<What>([
      {
        ALT: () => {
          this.CONSUME(t.BOT);
          const agent = this.OPTION(() => this.SUBRULE(this.text));
          this.CONSUME(t.MEMORY);
          const key = this.SUBRULE(this.value);
          this.CONSUME(t.Comma);
          return { is: 'remember', agent, key, value: this.SUBRULE2(this.value) };
        },
      },
      { ALT: () => ({ is: 'set', pairs: this.SUBRULE(this.pairs) }) },
    ]);
  });

  readonly wait: Rule<What> = this.RULE('wait', (): What => {
    this.CONSUME(t.WAIT);
    return this.OR<What>([
      {
        ALT: () => {
          this.CONSUME(t.FOR);
          this.CONSUME(t.EVENT);
          return { is: 'wait-event', event: this.SUBRULE(this.text) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.UNTIL);
          return { is: 'until', expression: this.SUBRULE(this.expression) };
        },
      },
      { ALT: () => ({ is: 'delay', for: this.SUBRULE(this.time) }) },
    ]);
  });
}
