import { type CommandItem, type CommandProblem, type Placeholder, type Placement, refusedPlace } from './placement.ts';

/** Goes through a command once, from left to right, and writes it again with references in place of the placeholders. */
export class CommandCursor {
  protected readonly items: readonly CommandItem[];
  protected at = 0;
  protected written = '';
  readonly #problems: CommandProblem[] = [];

  constructor(items: readonly CommandItem[]) {
    this.items = items;
  }

  protected get placement(): Placement {
    return { command: this.written, problems: this.#problems };
  }

  protected get atEnd(): boolean {
    return this.at >= this.items.length;
  }

  /** The next character; empty at a placeholder and at the end. */
  protected get char(): string {
    const item = this.items[this.at];
    return typeof item === 'string' ? item : '';
  }

  /** `text` comes next, or at another place. */
  protected follows(text: string, at: number = this.at): boolean {
    return text.split('').every((char, index) => this.items[at + index] === char);
  }

  protected copy(count = 1): void {
    for (let left = count; left > 0; left -= 1) {
      this.written += this.char;
      this.at += 1;
    }
  }

  /** Copies a character and returns it, or refuses a placeholder; see `refusedPlace`. */
  protected copyOrRefuse(where: string): string {
    const item = this.items[this.at];
    if (typeof item === 'object') {
      this.put(item, where, '');
      return '\uFFFC';
    }
    this.copy();
    return item ?? '';
  }

  /** Writes a reference, with a problem unless `refusal` is undefined. */
  protected put(placeholder: Placeholder, refusal: string | undefined, reference: string): void {
    if (refusal !== undefined) this.#problems.push(refusedPlace(placeholder, refusal));
    this.written += reference;
    this.at += 1;
  }
}
