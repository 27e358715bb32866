import { StreamLanguage, type StringStream } from '@codemirror/language';
import { keywords } from '../../../shared/workflow/script/keywords.ts';

interface State {
  /** Within lines between triple quotes. */
  isInBlock: boolean;
  /** Of the line above. */
  indent: number;
  opens: boolean;
}

const words: ReadonlySet<string> = new Set(keywords);
/** Words that begin lines which stand further in, and those that end them. */
const OPENS =
  /^\s*(?:STEP\b[^:]*:\s*|[A-Za-z_][\w-]*\s*=\s*)?(?:IF\b|ELSE\b|SWITCH\b|CASE\b|PARALLEL\b|BRANCH\b|FOR EACH\b|WHILE\b|REPEAT\b|ON EVENT\b|FINALLY\b|ORCHESTRATE\b)/;

/** The ORCHESTRATE language, as far as colours and indents go. */
export const scriptLanguage = StreamLanguage.define<State>({
  name: 'orchestrate',
  startState: () => ({ isInBlock: false, indent: 0, opens: false }),
  token(stream, state) {
    if (state.isInBlock) return endBlock(stream, state);
    if (stream.sol()) {
      state.indent = stream.indentation();
      state.opens = OPENS.test(stream.string);
    }
    return readToken(stream, state);
  },
  indent({ indent, opens }, textAfter, { unit }) {
    const inner = indent + (opens ? unit : 0);
    return /^(?:END|ELSE|NEXT|CASE|BRANCH)\b/.test(textAfter) ? Math.max(0, inner - unit) : inner;
  },
  languageData: { commentTokens: { line: "'" }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
});

function readToken(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^'\s*@(?:step|workflow)\b.*/)) return 'meta';
  if (stream.match(/^(?:'|REM(?![\w.-])).*/)) return 'comment';
  if (stream.match(/^"""[ \t]*$/)) {
    state.isInBlock = true;
    return 'string';
  }
  if (stream.match(/^"(?:""|\\.|[^"\\])*"?/)) return 'string';
  if (stream.match(/^-?\d+(?:\.\d+)?(?:ms|[smhdw])*\b/)) return 'number';
  const name = stream.match(/^[A-Za-z_$][\w$-]*(?:\.[\w$-]+)*/);
  if (name !== null && name !== true && name !== false) return kindOf(String(name), stream);
  stream.next();
  return null;
}

function kindOf(name: string, stream: StringStream): string | null {
  if (words.has(name)) return 'keyword';
  if (/^(?:true|false|null|TRUE|FALSE|NULL)$/.test(name)) return 'atom';
  return stream.match(/^\s*[=:](?!=)/, false) ? 'propertyName' : null;
}

function endBlock(stream: StringStream, state: State): string {
  if (stream.match(/^\s*"""/)) state.isInBlock = false;
  else stream.skipToEnd();
  return 'string';
}
