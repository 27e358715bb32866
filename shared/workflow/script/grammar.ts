import { EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import { sayWhatIsWrong } from './error-messages.ts';
import { readLiteral } from './script-text.ts';
import { secondsText } from './script-time.ts';
import type {
  Block,
  BranchNode,
  CaseNode,
  Clause,
  DeclarationLine,
  InputPart,
  LineNode,
  ListNode,
  MapNode,
  NeedNode,
  PairNode,
  Placed,
  RetryPart,
  ScriptTree,
  Span,
  StepLine,
  TriggerParts,
  ValueNode,
  What,
} from './syntax-tree.ts';
import { tokenTypes as t, vocabulary } from './tokens.ts';

type Rule<T> = ParserMethod<[], T>;
type Said = Pick<StepLine, 'what' | 'clauses'>;

/** So many are looked for. */
const MAX_ERRORS = 50;

/** From the words of a script to its tree. What it finds wrong is in `errors`, and the tree is then of no use. */
export class ScriptParser extends EmbeddedActionsParser {
  constructor() {
    super(vocabulary, { recoveryEnabled: true, maxLookahead: 3, errorMessageProvider: sayWhatIsWrong, nodeLocationTracking: 'none' });
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

  private placed(token: IToken): Placed<string>;
  private placed<T>(token: IToken, read: (image: string) => T): Placed<T>;
  private placed<T>(token: IToken, read?: (image: string) => T): Placed<T | string> {
    return { value: read === undefined ? token.image : read(token.image), ...spanOf(token) };
  }

  private here(): number {
    return this.LA(1).startOffset;
  }

  private there(): number {
    return (this.LA(0).endOffset ?? 0) + 1;
  }
}

type WithoutSpan<T> = T extends Span ? Omit<T, 'from' | 'to'> : never;

function spanOf({ startOffset, endOffset }: IToken): Span {
  return { from: startOffset, to: (endOffset ?? startOffset) + 1 };
}

function placeholder(name: string): string {
  return `{{ ${name} }}`;
}

function textOf(image: string): string {
  const read = readLiteral(image);
  return read.ok ? read.value : '';
}
