import { CommandCursor } from './command-cursor.ts';
import type { CommandItem, Placement } from './placement.ts';

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

class PwshCommand extends CommandCursor {
  place(): Placement {
    while (!this.atEnd) this.#code();
    return this.placement;
  }

  /** Reads code up to and including the parenthesis that closes it, or to the end. */
  #code(): void {
    let open = 0;
    while (!this.atEnd) {
      const item = this.items[this.at] as CommandItem;
      if (typeof item !== 'string') this.put(item, this.#refusal(), `"\${env:${item.name}}"`);
      else if (item === '`') this.#escape();
      else if (this.follows("@'")) this.#verbatim("\n'@");
      else if (item === "'") this.#verbatim("'");
      else if (this.follows('@"')) this.#expandable('\n"@');
      else if (item === '"') this.#expandable('"');
      else if (this.follows('<#')) this.#comment('#>');
      else if (item === '#' && this.#beginsWord()) this.#comment('\n');
      else {
        this.copy();
        if (item === '(') open += 1;
        if (item === ')') open -= 1;
        if (open < 0) return;
      }
    }
  }

  #refusal(): string | undefined {
    const next = this.items[this.at + 1];
    if (READS_CODE.test(this.written)) return 'in code that another program reads';
    if (NAMES_COMMAND.test(this.written) || BEGINS_STATEMENT.test(this.written)) return 'as the name of a command';
    const whole = this.#beginsWord() && (next === undefined || (typeof next === 'string' && ENDS_WORD.test(next)));
    return whole ? undefined : 'beside other text without quotes; put the whole argument in double quotes';
  }

  #beginsWord(): boolean {
    return this.written === '' || BEGINS_WORD.test(this.written.slice(-1));
  }

  #expandable(end: string): void {
    const refusal = READS_CODE.test(this.written) ? 'in code that another program reads' : undefined;
    this.copy(end.length);
    while (!this.atEnd) {
      const item = this.items[this.at] as CommandItem;
      if (this.follows(end)) return this.copy(end.length);
      if (typeof item !== 'string') {
        this.put(item, this.written.endsWith('$') ? 'directly after `$`' : refusal, `\${env:${item.name}}`);
      } else if (item === '`') {
        this.#escape();
      } else if (this.follows('$(')) {
        this.copy(2);
        this.#code();
      } else {
        this.copy();
      }
    }
  }

  #verbatim(end: string): void {
    this.copy(end.length);
    while (!this.atEnd) {
      if (this.follows(end)) return this.copy(end.length);
      this.copyOrRefuse('inside single quotes, where PowerShell reads no variables');
    }
  }

  #comment(end: string): void {
    while (!this.atEnd) {
      if (this.follows(end)) return this.copy(end.length);
      this.copyOrRefuse('in a comment');
    }
  }

  #escape(): void {
    this.copy();
    this.copyOrRefuse('directly after a backtick');
  }
}
