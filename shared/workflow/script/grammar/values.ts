import { EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import { sayWhatIsWrong } from '../error-messages.ts';
import { readLiteral } from '../script-text.ts';
import { secondsText } from '../script-time.ts';
import type { ListNode, MapNode, PairNode, Placed, Span, ValueNode } from '../syntax-tree.ts';
import { tokenTypes as t, vocabulary } from '../tokens.ts';

export type Rule<T> = ParserMethod<[], T>;
export type WithoutSpan<T> = T extends Span ? Omit<T, 'from' | 'to'> : never;

/** Names, texts, numbers, times, lists and maps: what everything else is made of. */
export abstract class ValueRules extends EmbeddedActionsParser {
  constructor() {
    super(vocabulary, { recoveryEnabled: true, maxLookahead: 3, errorMessageProvider: sayWhatIsWrong, nodeLocationTracking: 'none' });
  }

  readonly pairs: Rule<PairNode[]> = this.RULE('pairs', (): PairNode[] => {
    const pairs = [this.SUBRULE(this.pair)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      pairs.push(this.SUBRULE2(this.pair));
    });
    return pairs;
  });

  readonly pair: Rule<PairNode> = this.RULE('pair', (): PairNode => {
    const key = this.SUBRULE(this.anyName);
    this.CONSUME(t.Equals);
    return { key, value: this.SUBRULE(this.value) };
  });

  readonly values: Rule<ValueNode[]> = this.RULE('values', (): ValueNode[] => {
    const values = [this.SUBRULE(this.value)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      values.push(this.SUBRULE2(this.value));
    });
    return values;
  });

  readonly value: Rule<ValueNode> = this.RULE(
    'value',
    (): ValueNode =>
      this.OR<ValueNode>([
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.placed(this.CONSUME(t.Path), placeholder) },
        { ALT: () => this.placed(this.CONSUME(t.Identifier), placeholder) },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.map) },
      ]),
  );

  readonly list: Rule<ListNode> = this.RULE('list', (): ListNode => {
    const from = this.here();
    const items: ValueNode[] = [];
    this.CONSUME(t.OpenBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => items.push(this.SUBRULE(this.value)) });
    this.CONSUME(t.CloseBracket);
    return { items, from, to: this.there() };
  });

  readonly map: Rule<MapNode> = this.RULE('map', (): MapNode => {
    const from = this.here();
    const pairs: PairNode[] = [];
    this.CONSUME(t.OpenBrace);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        const key = this.SUBRULE(this.anyName);
        this.CONSUME(t.Colon);
        pairs.push({ key, value: this.SUBRULE(this.value) });
      },
    });
    this.CONSUME(t.CloseBrace);
    return { pairs, from, to: this.there() };
  });

  readonly literal: Rule<Placed<string | number | boolean | null>> = this.RULE(
    'literal',
    (): Placed<string | number | boolean | null> =>
      this.OR<Placed<string | number | boolean | null>>([
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.placed(this.CONSUME(t.Number), Number) },
        { ALT: () => this.placed(this.CONSUME(t.Duration)) },
        { ALT: () => this.placed(this.CONSUME(t.True), () => true) },
        { ALT: () => this.placed(this.CONSUME(t.False), () => false) },
        { ALT: () => this.placed(this.CONSUME(t.Null), () => null) },
      ]),
  );

  readonly time: Rule<Placed<string | number>> = this.RULE(
    'time',
    (): Placed<string | number> =>
      this.OR<Placed<string | number>>([
        {
          ALT: () => {
            const token = this.CONSUME(t.Number);
            const ms = this.OPTION(() => this.CONSUME(t.MS));
            return this.placed(token, (image) => (ms === undefined ? secondsText(Number(image)) : Number(image)));
          },
        },
        { ALT: () => this.placed(this.CONSUME(t.Duration)) },
        { ALT: () => this.SUBRULE(this.text) },
      ]),
  );

  readonly texts: Rule<Placed<string>[]> = this.RULE('texts', (): Placed<string>[] => {
    const texts = [this.SUBRULE(this.text)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      texts.push(this.SUBRULE2(this.text));
    });
    return texts;
  });

  readonly text: Rule<Placed<string>> = this.RULE('text', (): Placed<string> => this.placed(this.CONSUME(t.Text), textOf));

  readonly expression: Rule<Placed<string>> = this.RULE('expression', (): Placed<string> => this.placed(this.CONSUME(t.Expression)));

  /** A name, or a text where it is a word of the language or holds other characters. */
  readonly anyName: Rule<Placed<string>> = this.RULE(
    'anyName',
    (): Placed<string> =>
      this.OR<Placed<string>>([{ ALT: () => this.placed(this.CONSUME(t.AnyName)) }, { ALT: () => this.SUBRULE(this.text) }]),
  );

  readonly stepName: Rule<Placed<string>> = this.RULE(
    'stepName',
    (): Placed<string> =>
      this.OR<Placed<string>>([
        { ALT: () => this.placed(this.CONSUME(t.Number), (image) => `step_${image}`) },
        { ALT: () => this.placed(this.CONSUME(t.AnyName)) },
      ]),
  );

  protected placed(token: IToken): Placed<string>;
  protected placed<T>(token: IToken, read: (image: string) => T): Placed<T>;
  protected placed<T>(token: IToken, read?: (image: string) => T): Placed<T | string> {
    return { value: read === undefined ? token.image : read(token.image), ...spanOf(token) };
  }

  protected here(): number {
    return this.LA(1).startOffset;
  }

  protected there(): number {
    return (this.LA(0).endOffset ?? 0) + 1;
  }
}

export function spanOf({ startOffset, endOffset }: IToken): Span {
  return { from: startOffset, to: (endOffset ?? startOffset) + 1 };
}

function placeholder(name: string): string {
  return `{{ ${name} }}`;
}

function textOf(image: string): string {
  const read = readLiteral(image);
  return read.ok ? read.value : '';
}
