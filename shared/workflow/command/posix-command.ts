import { CommandCursor } from './command-cursor.ts';
import { CommandWords } from './command-words.ts';
import type { CommandItem, Placement } from './placement.ts';

interface HereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly code: boolean;
}

/** Operators of tests whose operands the shell evaluates: `[[ 'a[$(id)]' -eq 1 ]]` runs `id`. zsh does so in `[` too, bash only for `-v`. */
const NUMBER_TEST = /(?:^|\s)-(?:eq|ne|lt|le|gt|ge|v)(?:\s|$)/;
const SET_TEST = /(?:^|\s)-v(?:\s|$)/;

/** Puts references such as `"${PAWL_1}"` into a command for sh, bash or zsh; see "Shell Command Language" of POSIX for the grammar followed. */
export function placeInPosix(items: readonly CommandItem[], shell: 'sh' | 'bash' | 'zsh'): Placement {
  return new PosixCommand(items, shell).place();
}

class PosixCommand extends CommandCursor {
  readonly #shell: 'sh' | 'bash' | 'zsh';

  constructor(items: readonly CommandItem[], shell: 'sh' | 'bash' | 'zsh') {
    super(items);
    this.#shell = shell;
  }

  place(): Placement {
    // A stray `)` ends the outermost list; the shell will refuse it, yet what follows must be looked at too.
    while (!this.atEnd) this.#list();
    return this.placement;
  }

  /** Reads commands up to and including a closing parenthesis, or to the end. */
  #list(first: 'command' | 'values' = 'command'): void {
    const words = new CommandWords(first);
    const hereDocuments: HereDocument[] = [];
    let openCases = 0;
    while (!this.atEnd) {
      const item = this.items[this.at] as CommandItem;
      if (typeof item !== 'string') {
        this.put(item, words.refusal(), `"\${${item.name}}"`);
        words.append('\uFFFC', true);
      } else if (item === ' ' || item === '\t') {
        openCases += this.#endWord(words);
        this.copy();
      } else if (item === '\n') {
        openCases += this.#endWord(words);
        if (!words.inTest) words.endCommand();
        this.copy();
        for (const hereDocument of hereDocuments.splice(0)) this.#hereDocument(hereDocument);
      } else if (item === '#' && !words.inWord) {
        this.#comment();
      } else if (';|&()'.includes(item) && words.inTest) {
        this.#endWord(words);
        this.copy();
      } else if (item === '(') {
        const first = words.opensArray ? 'values' : 'command';
        openCases += this.#endWord(words);
        this.copy();
        if (this.items[this.at] === '(') this.#arithmetic(')', 1);
        else this.#list(first);
        words.endCommand();
      } else if (item === ')') {
        openCases += this.#endWord(words);
        words.endCommand();
        this.copy();
        if (openCases === 0) return;
      } else if (item === ';' || item === '|' || item === '&') {
        openCases += this.#endWord(words);
        if (!this.follows('&>')) words.endCommand();
        this.copy();
      } else if (item === '<' || item === '>') {
        this.#redirection(words, hereDocuments);
      } else {
        this.#wordPart(words);
      }
    }
  }

  /** Returns how many `case` were opened (1) or closed (-1): their patterns end with `)`. */
  #endWord(words: CommandWords): number {
    const word = words.endWord();
    if (word === '[[') words.comparesNumbers = this.#testHas(NUMBER_TEST, ']]');
    if (word === '[' || word === 'test') words.comparesNumbers = this.#testHas(this.#shell === 'zsh' ? NUMBER_TEST : SET_TEST, '\n');
    return word === 'case' ? 1 : word === 'esac' ? -1 : 0;
  }

  #testHas(operator: RegExp, end: string): boolean {
    const rest = this.items.slice(this.at).map((item) => (typeof item === 'string' ? item : '\uFFFC'));
    const [test = ''] = rest.join('').split(end, 1);
    return operator.test(test);
  }

  /** A reference in a comment is never read; it is put there all the same, so that no value ever stands in the text. */
  #comment(): void {
    for (let item = this.items[this.at]; item !== undefined && item !== '\n'; item = this.items[this.at]) {
      if (typeof item === 'string') this.copy();
      else this.put(item, undefined, `\${${item.name}}`);
    }
  }

  #redirection(words: CommandWords, hereDocuments: HereDocument[]): void {
    if (this.follows('<(') || this.follows('>(')) {
      words.append('<');
      this.copy(2);
      this.#list();
    } else if (this.follows('<<<')) {
      words.redirect('text');
      this.copy(3);
    } else if (this.follows('<<')) {
      words.redirect('file');
      const stripTabs = this.items[this.at + 2] === '-';
      this.copy(stripTabs ? 3 : 2);
      hereDocuments.push({ ...this.#delimiter(), stripTabs, code: words.readsInputAsCode });
      words.append('<');
    } else {
      words.redirect('file');
      do this.copy();
      while ('<>&|'.includes(this.char || ' '));
    }
  }

  #wordPart(words: CommandWords): void {
    const item = this.char;
    switch (item) {
      case '\\':
        words.append(this.#escape(), true);
        break;
      case "'":
        words.append(this.#quoted("'", 'inside single quotes, where the shell reads no variables'), true);
        break;
      case '"':
        this.#doubleQuotes(words);
        break;
      case '`':
        this.#quoted('`', 'inside backticks; write `$( … )` instead');
        words.append('`', true);
        break;
      case '$':
        this.#dollar('outside');
        words.append('$', true);
        break;
      default:
        words.append(item);
        this.copy();
    }
  }

  #doubleQuotes(words: CommandWords): void {
    this.copy();
    words.append('', true);
    while (!this.atEnd) {
      const item = this.items[this.at] as CommandItem;
      if (typeof item !== 'string') {
        this.put(item, words.refusal(), `\${${item.name}}`);
        words.append('\uFFFC');
        continue;
      }
      if (item === '"') return this.copy();
      if (!this.#expansion()) {
        words.append(item);
        this.copy();
      } else {
        words.append('$');
      }
    }
  }

  /** What has a meaning both in double quotes and in a here-document. False: nothing was read. */
  #expansion(): boolean {
    const item = this.char;
    if (item === '\\') this.#escape();
    else if (item === '`') this.#quoted('`', 'inside backticks; write `$( … )` instead');
    else if (item === '$') this.#dollar('quotes');
    else return false;
    return true;
  }

  #dollar(place: 'outside' | 'quotes'): void {
    const next = this.items[this.at + 1];
    if (this.follows('$((')) {
      this.copy(2);
      this.#arithmetic(')', 1);
    } else if (next === '(') {
      this.copy(2);
      this.#list();
    } else if (next === '[') {
      this.copy();
      this.#arithmetic(']', 0);
    } else if (next === '{') {
      this.copy(2);
      this.#parameter(place);
    } else if (next === "'" && place === 'outside') {
      this.copy();
      this.#quoted("'", "inside $'…', where the shell reads no variables", true);
    } else if (next !== undefined && typeof next !== 'string') {
      this.copy();
      this.put(next, 'directly after `$`; a placeholder is written `{{ … }}`, without the `$`', '');
    } else {
      this.copy();
    }
  }

  /** Reads from an opening bracket to the one that closes it; `depth` of the same kind are open already. */
  #arithmetic(closer: ')' | ']', depth: number): void {
    const opener = closer === ')' ? '(' : '[';
    for (let open = depth; !this.atEnd; ) {
      const item = this.items[this.at];
      if (item === '$') {
        this.#dollar('quotes');
        continue;
      }
      this.copyOrRefuse('inside arithmetic, where the shell evaluates what it is given');
      if (item === opener) open += 1;
      if (item === closer) open -= 1;
      if (open === 0) return;
    }
  }

  #parameter(place: 'outside' | 'quotes'): void {
    while (!this.atEnd) {
      const item = this.items[this.at];
      if (item === '}') return this.copy();
      if (item === "'" && place === 'outside') this.#quoted("'", 'inside `${ … }`');
      else if (typeof item !== 'string' || !this.#expansion()) this.copyOrRefuse('inside `${ … }`');
    }
  }

  /** Reads a quotation in which nothing but its end is looked for. Returns its text. */
  #quoted(end: "'" | '`', refusal: string, escapes = end === '`'): string {
    let text = '';
    this.copy();
    while (!this.atEnd) {
      const item = this.items[this.at];
      if (item === end) {
        this.copy();
        return text;
      }
      if (escapes && item === '\\') text += this.#escape();
      else text += this.copyOrRefuse(refusal);
    }
    return text;
  }

  /** A backslash and what it takes the meaning from; returns the latter. */
  #escape(): string {
    this.copy();
    return this.copyOrRefuse('directly after a backslash');
  }

  #delimiter(): Pick<HereDocument, 'delimiter' | 'quoted'> {
    let delimiter = '';
    let quoted = false;
    while (this.char === ' ' || this.char === '\t') this.copy();
    while (!this.atEnd && !' \t\n;|&<>()'.includes(this.char || '\uFFFC')) {
      const item = this.char;
      if (item === "'" || item === '"' || item === '\\') quoted = true;
      else delimiter += item;
      this.copyOrRefuse('in the delimiter of a here-document');
    }
    return { delimiter, quoted };
  }

  #hereDocument(document: HereDocument): void {
    while (!this.atEnd) {
      if (this.#endsHere(document)) return;
      this.#hereDocumentLine(document);
    }
  }

  #endsHere({ delimiter, stripTabs }: HereDocument): boolean {
    let start = this.at;
    while (stripTabs && this.items[start] === '\t') start += 1;
    const after = this.items[start + delimiter.length];
    const ends = this.follows(delimiter, start) && (after === undefined || after === '\n');
    if (ends) this.copy(start - this.at + delimiter.length);
    return ends;
  }

  #hereDocumentLine({ quoted, code }: HereDocument): void {
    while (!this.atEnd) {
      const item = this.items[this.at] as CommandItem;
      if (typeof item !== 'string') {
        const where = quoted ? 'in a here-document whose delimiter is quoted' : 'in a here-document that is read as code';
        this.put(item, quoted || code ? where : undefined, `\${${item.name}}`);
      } else if (quoted || !this.#expansion()) {
        this.copy();
      }
      if (item === '\n') return;
    }
  }
}
