/** Programs that take code after an option such as `-c`. */
const INTERPRETERS = new Set(
  'sh bash dash zsh ksh ash fish su pwsh powershell python pypy node nodejs deno bun tsx perl ruby php lua osascript psql mysql sqlite'.split(
    ' ',
  ),
);
const CODE_OPTION = /^(?:-[A-Za-z]*[ceEpr]|--(?:eval|print|command|exec))$/;
const CODE_IN_OPTION = /^(?:-[A-Za-z]*[ceEpr]|--(?:eval|print|command|exec)=)/;

/** Builtins that read their arguments as code, or as names that may hold code (`unset 'a[$(…)]'`). */
const READS_CODE = new Set([
  'eval',
  'source',
  '.',
  'trap',
  'let',
  'unset',
  'declare',
  'typeset',
  'read',
  'mapfile',
  'readarray',
  'alias',
  'ssh',
]);
const ASSIGNING = new Set(['export', 'local', 'readonly']);
/** After these the next word is a command's name again. */
const RUNS_NEXT = new Set(
  'if then else elif do while until ! { time exec command builtin nohup setsid sudo doas env xargs nice ionice stdbuf coproc'.split(' '),
);
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/** Follows the words of one simple command after another and knows which places are code. */
export class CommandWords {
  /** Inside `[[ … ]]`, where operators do not end the command. */
  inTest = false;
  /** A test that compares numbers: the shell then evaluates the operands. */
  comparesNumbers = false;
  #word: string | undefined;
  /** How much of the word stands before its first quote. */
  #plainLength: number | undefined;
  #expectsName: boolean;
  #target: 'none' | 'file' | 'text' = 'none';
  #name = '';
  #interpreter = false;
  /** Where an interpreter finds its program; without one it reads its input. */
  #program: 'none' | 'argument' | 'input' = 'none';
  #codeNext = false;

  /** `values`: the elements of an array come first, not a command. */
  constructor(first: 'command' | 'values' = 'command') {
    this.#expectsName = first === 'command';
  }

  get inWord(): boolean {
    return this.#word !== undefined;
  }

  /** The word so far is `name=`: an opening parenthesis begins an array. */
  get opensArray(): boolean {
    return this.#expectsName && this.#isAssignment(this.#word ?? '') && this.#word?.endsWith('=') === true;
  }

  /** The command reads what it is given on its input as code. */
  get readsInputAsCode(): boolean {
    return this.#interpreter && this.#program !== 'argument';
  }

  append(text: string, quoted = false): void {
    this.#word ??= '';
    if (quoted) this.#plainLength ??= this.#word.length;
    this.#word += text;
  }

  /** Where a placeholder would stand if it came now, when it must not stand there. */
  refusal(): string | undefined {
    const word = this.#word ?? '';
    if (this.#target === 'file') return undefined;
    if (this.#target === 'text') return this.readsInputAsCode ? 'in text that an interpreter reads as code' : undefined;
    if (this.#expectsName) return this.#isAssignment(word) ? undefined : 'as the name of a command';
    if (this.comparesNumbers) return 'in a comparison of numbers, where the shell evaluates what it is given';
    if (READS_CODE.has(this.#name)) return `as an argument of \`${this.#name}\`, which reads it as code`;
    if (ASSIGNING.has(this.#name) && !ASSIGNMENT.test(word)) return `as a name for \`${this.#name}\``;
    if (this.#name === 'awk' && !word.startsWith('-') && !this.#isAssignment(word))
      return 'in a program of awk; pass it with `-v name={{…}}` instead';
    if (this.#codeNext || (this.#interpreter && CODE_IN_OPTION.test(word))) return 'in code that another program reads';
    return undefined;
  }

  /** Returns the word that ended, if it stood where a command's name is expected. */
  endWord(): string | undefined {
    const word = this.#word;
    if (word === undefined) return undefined;
    const assignment = this.#isAssignment(word);
    this.#word = undefined;
    this.#plainLength = undefined;
    if (this.#target !== 'none') {
      this.#target = 'none';
      return undefined;
    }
    if (this.#expectsName) {
      const option = this.#name !== '' && word.startsWith('-');
      if (RUNS_NEXT.has(word)) this.#name = word;
      else if (!assignment && !option) this.#beginArguments(word);
      return word;
    }
    this.#endArgument(word);
    return undefined;
  }

  #beginArguments(word: string): void {
    this.#expectsName = false;
    this.#name = programName(word);
    this.#interpreter = INTERPRETERS.has(this.#name);
    this.inTest = word === '[[';
  }

  #endArgument(word: string): void {
    if (word === '{') this.#expectsName = true;
    if (this.inTest && word === ']]') this.inTest = false;
    // The program of awk has been read; what follows are files.
    if (this.#name === 'awk' && !word.startsWith('-') && !ASSIGNMENT.test(word)) this.#name = '';
    if (this.#interpreter && this.#program === 'none') {
      if (word === '-' || /^-[a-z]*s$/.test(word)) this.#program = 'input';
      else if (!word.startsWith('-')) this.#program = 'argument';
    }
    this.#codeNext = (this.#interpreter && CODE_OPTION.test(word)) || (this.#name === 'printf' && word === '-v');
    this.#interpreter ||= INTERPRETERS.has(programName(word));
  }

  endCommand(): void {
    this.endWord();
    this.#expectsName = true;
    this.#name = '';
    this.#interpreter = false;
    this.#program = 'none';
    this.#codeNext = false;
    this.#target = 'none';
    this.comparesNumbers = false;
  }

  /** A redirection begins; digits just before it are its descriptor. `text`: the next word is itself the input (`<<<`). */
  redirect(target: 'file' | 'text'): void {
    if (/^\d+$/.test(this.#word ?? '')) this.#word = undefined;
    this.endWord();
    this.#target = target;
  }

  #isAssignment(word: string): boolean {
    const match = ASSIGNMENT.exec(word);
    return match !== null && match[0].length <= (this.#plainLength ?? Number.POSITIVE_INFINITY);
  }
}

/** `/usr/bin/python3.12` is `python`. */
function programName(word: string): string {
  const base = word.slice(word.lastIndexOf('/') + 1);
  return /^g?awk$|^mawk$|^nawk$/.test(base) ? 'awk' : base.replace(/(?:\.exe)$/i, '').replace(/(?<=[a-z])[\d.]+$/, '');
}
