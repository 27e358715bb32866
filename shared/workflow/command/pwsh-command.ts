import { type CommandItem, type CommandProblem, type Placeholder, type Placement, refusedPlace } from './placement.ts';

const READS_CODE =
  /(?:^|[\s;|&({])(?:iex|invoke-expression|invoke-command|icm|add-type|pwsh(?:\.exe)?|powershell(?:\.exe)?|cmd(?:\.exe)?)\b[^;|\n]*$/i;
const NAMES_COMMAND = /(?:^|[\s;|({=])[&.]\s*$/;
const BEGINS_STATEMENT = /(?:^|[;|&({\n])\s*$/;
const ENDS_WORD = /[\s;|,)}\]]/;
const BEGINS_WORD = /[\s;|,(=[{]/;

/**
 * Puts references such as `"${env:PAWL_1}"` into a command for PowerShell: whole arguments, and places inside double quotes.
 * Text glued to an unquoted value is refused, because `"a".txt` is two arguments there.
 */
export function placeInPwsh(items: readonly CommandItem[]): Placement {
  return new PwshCommand(items).place();
}

class PwshCommand {
  readonly #items: readonly CommandItem[];
  readonly #problems: CommandProblem[] = [];
  #at = 0;
  #command = '';

  constructor(items: readonly CommandItem[]) {
    this.#items = items;
  }

  place(): Placement {
    while (this.#at < this.#items.length) this.#code();
    return { command: this.#command, problems: this.#problems };
  }

  /** Reads code up to and including the parenthesis that closes it, or to the end. */
  #code(): void {
    let open = 0;
    while (this.#at < this.#items.length) {
      const item = this.#items[this.#at] as CommandItem;
      if (typeof item !== 'string') this.#put(item, this.#refusal(), `"\${env:${item.name}}"`);
      else if (item === '`') this.#escape();
      else if (this.#follows("@'")) this.#verbatim("\n'@");
      else if (item === "'") this.#verbatim("'");
      else if (this.#follows('@"')) this.#expandable('\n"@');
      else if (item === '"') this.#expandable('"');
      else if (this.#follows('<#')) this.#comment('#>');
      else if (item === '#' && this.#beginsWord()) this.#comment('\n');
      else {
        this.#copy();
        if (item === '(') open += 1;
        if (item === ')') open -= 1;
        if (open < 0) return;
      }
    }
  }

  #refusal(): string | undefined {
    const next = this.#items[this.#at + 1];
    if (READS_CODE.test(this.#command)) return 'in code that another program reads';
    if (NAMES_COMMAND.test(this.#command) || BEGINS_STATEMENT.test(this.#command)) return 'as the name of a command';
    const whole = this.#beginsWord() && (next === undefined || (typeof next === 'string' && ENDS_WORD.test(next)));
    return whole ? undefined : 'beside other text without quotes; put the whole argument in double quotes';
  }

  #beginsWord(): boolean {
    return this.#command === '' || BEGINS_WORD.test(this.#command.slice(-1));
  }

  #expandable(end: string): void {
    const refusal = READS_CODE.test(this.#command) ? 'in code that another program reads' : undefined;
    this.#copy(end.length);
    while (this.#at < this.#items.length) {
      const item = this.#items[this.#at] as CommandItem;
      if (this.#follows(end)) return this.#copy(end.length);
      if (typeof item !== 'string') {
        this.#put(item, this.#command.endsWith('$') ? 'directly after `$`' : refusal, `\${env:${item.name}}`);
      } else if (item === '`') {
        this.#escape();
      } else if (this.#follows('$(')) {
        this.#copy(2);
        this.#code();
      } else {
        this.#copy();
      }
    }
  }

  #verbatim(end: string): void {
    this.#copy(end.length);
    while (this.#at < this.#items.length) {
      if (this.#follows(end)) return this.#copy(end.length);
      this.#copyOrRefuse('inside single quotes, where PowerShell reads no variables');
    }
  }

  #comment(end: string): void {
    while (this.#at < this.#items.length) {
      if (this.#follows(end)) return this.#copy(end.length);
      this.#copyOrRefuse('in a comment');
    }
  }

  #escape(): void {
    this.#copy();
    this.#copyOrRefuse('directly after a backtick');
  }

  #copyOrRefuse(where: string): void {
    const item = this.#items[this.#at];
    if (typeof item === 'string' || item === undefined) this.#copy();
    else this.#put(item, where, '');
  }

  #put(placeholder: Placeholder, refusal: string | undefined, reference: string): void {
    if (refusal !== undefined) this.#problems.push(refusedPlace(placeholder, refusal));
    this.#command += reference;
    this.#at += 1;
  }

  #follows(text: string): boolean {
    return text.split('').every((char, index) => this.#items[this.#at + index] === char);
  }

  #copy(count = 1): void {
    for (let left = count; left > 0; left -= 1) {
      const item = this.#items[this.#at];
      if (typeof item === 'string') this.#command += item;
      this.#at += 1;
    }
  }
}
