import type { DeclarationLine, InputPart, TriggerParts } from '../syntax-tree.ts';
import { tokenTypes as t } from '../tokens.ts';
import { BlockRules } from './blocks.ts';
import type { Rule, WithoutSpan } from './values.ts';

/** Lines that say something of the whole workflow. */
export abstract class DeclarationRules extends BlockRules {
  readonly declaration: Rule<DeclarationLine> = this.RULE('declaration', (): DeclarationLine => {
    const from = this.here();
    const said = this.OR<WithoutSpan<DeclarationLine>>([
      {
        ALT: () => {
          this.CONSUME(t.DESCRIPTION);
          return { is: 'description', text: this.SUBRULE(this.text) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.AUTHOR);
          return { is: 'author', text: this.SUBRULE2(this.text) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.TAGS);
          return { is: 'tags', texts: this.SUBRULE(this.texts) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.DISABLED);
          return { is: 'disabled' };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.SETTINGS);
          return { is: 'settings', pairs: this.SUBRULE(this.pairs) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.RETURN);
          return { is: 'return', pairs: this.SUBRULE2(this.pairs) };
        },
      },
      { ALT: () => this.SUBRULE(this.inputLine) },
      { ALT: () => this.SUBRULE(this.trigger) },
      { ALT: () => this.SUBRULE(this.onEvent) },
      {
        ALT: () => {
          this.CONSUME(t.FINALLY);
          this.CONSUME(t.NewLine);
          const lines = this.SUBRULE(this.lines);
          this.CONSUME(t.END);
          this.CONSUME2(t.FINALLY);
          return { is: 'finally', lines };
        },
      },
    ]);
    return { ...said, from, to: this.there() } as DeclarationLine;
  });

  readonly inputLine: Rule<WithoutSpan<DeclarationLine>> = this.RULE('inputLine', (): WithoutSpan<DeclarationLine> => {
    this.CONSUME(t.INPUT);
    const name = this.SUBRULE(this.anyName);
    const parts: InputPart[] = [];
    this.MANY(() => {
      parts.push(
        this.OR<InputPart>([
          {
            ALT: () => {
              this.CONSUME(t.AS);
              return { is: 'type', name: this.SUBRULE2(this.anyName) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.REQUIRED);
              return { is: 'required', value: true };
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.OPTIONAL);
              return { is: 'required', value: false };
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.DEFAULT);
              return { is: 'default', value: this.SUBRULE(this.value) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.ONE);
              this.CONSUME(t.OF);
              return { is: 'choices', values: this.SUBRULE(this.values) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.DESCRIPTION);
              return { is: 'description', text: this.SUBRULE(this.text) };
            },
          },
        ]),
      );
    });
    return { is: 'input', name, parts };
  });

  readonly trigger: Rule<WithoutSpan<DeclarationLine>> = this.RULE('trigger', (): WithoutSpan<DeclarationLine> => {
    this.CONSUME(t.TRIGGER);
    const label = this.OPTION(() => {
      const name = this.SUBRULE(this.anyName);
      this.CONSUME(t.Colon);
      return name;
    });
    const type = this.SUBRULE2(this.anyName);
    return { is: 'trigger', label, type, parts: this.SUBRULE(this.triggerParts) };
  });

  readonly onEvent: Rule<WithoutSpan<DeclarationLine>> = this.RULE('onEvent', (): WithoutSpan<DeclarationLine> => {
    this.CONSUME(t.ON);
    this.CONSUME(t.EVENT);
    const event = this.SUBRULE(this.text);
    const label = this.OPTION(() => {
      this.CONSUME(t.AS);
      return this.SUBRULE(this.anyName);
    });
    const parts = this.SUBRULE(this.triggerParts);
    this.CONSUME(t.DO);
    this.CONSUME(t.NewLine);
    const lines = this.SUBRULE(this.lines);
    this.CONSUME(t.END);
    this.CONSUME2(t.ON);
    return { is: 'on-event', label, event, parts, lines };
  });

  readonly triggerParts: Rule<TriggerParts> = this.RULE('triggerParts', (): TriggerParts => {
    const config = this.OPTION(() => {
      this.CONSUME(t.WITH);
      return this.SUBRULE(this.pairs);
    });
    const sets = this.OPTION2(() => {
      this.CONSUME(t.SETS);
      return this.SUBRULE2(this.pairs);
    });
    const off = this.OPTION3(() => this.CONSUME(t.DISABLED));
    return { config, sets, isDisabled: off !== undefined };
  });
}
