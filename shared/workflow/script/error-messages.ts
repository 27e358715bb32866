import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import { nearest } from '../nearest.ts';
import { type Keyword, keywords, statements } from './keywords.ts';
import { tokenTypes as t } from './tokens.ts';

const beginnings = Object.keys(statements);

/** In the words of somebody who writes a script, with the word that was probably meant. */
export const sayWhatIsWrong: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual, previous, ruleName }) => {
    const fault = faultOf(actual);
    if (fault !== undefined) return fault;
    if (ruleName === 'expression') return `A condition or value must stand after ${previous.image}`;
    if (expected === t.NewLine) {
      const guess = guessOf(actual, keywords);
      return guess === '' ? `The line should end before ${shown(actual)}` : `${shown(actual)} cannot stand here${guess}`;
    }
    return `${labelOf(expected)} must stand here, not ${shown(actual)}${guessOf(actual, [labelOf(expected)])}`;
  },
  buildNotAllInputParsedMessage: ({ firstRedundant }) =>
    faultOf(firstRedundant) ?? `Nothing can follow END WORKFLOW, but here is ${shown(firstRedundant)}`,
  buildNoViableAltMessage: ({ expectedPathsPerAlt, actual, ruleName }) => {
    const [first] = actual;
    const fault = first === undefined ? undefined : faultOf(first);
    if (fault !== undefined) return fault;
    const isLine = ruleName === 'line' || ruleName === 'statement' || ruleName === 'step' || ruleName === 'declaration';
    if (isLine)
      return `A line cannot begin with ${shown(first)}${guessOf(first, beginnings) || `: write one of ${beginnings.slice(1, 9).join(', ')}, …`}`;
    if (ruleName === 'withRest') return `A name and its value must stand here, such as path = "a.txt", not ${shown(first)}`;
    const possible = [
      ...new Set(expectedPathsPerAlt.flatMap((paths) => paths.flatMap(([token]) => (token === undefined ? [] : [labelOf(token)])))),
    ];
    return `${listOf(possible)} must stand here, not ${shown(first)}${guessOf(first, possible)}`;
  },
  buildEarlyExitMessage: ({ expectedIterationPaths, actual }) => {
    const possible = [...new Set(expectedIterationPaths.flatMap(([token]) => (token === undefined ? [] : [labelOf(token)])))];
    return `${listOf(possible)} must stand here, not ${shown(actual[0])}`;
  },
};

/** A word that begins no line, in words. */
export function unknownBeginning(token: IToken): string {
  return `A line cannot begin with ${shown(token)}${guessOf(token, beginnings)}`;
}

function faultOf(token: IToken): string | undefined {
  return token.tokenType === t.UnclosedText ? 'This text has no closing "' : undefined;
}

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name;
}

function shown(token: IToken | undefined): string {
  if (token === undefined || token.tokenType === EOF) return 'the end of the text';
  if (token.tokenType === t.NewLine) return 'the end of the line';
  const image = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image;
  return `\`${image}\``;
}

function guessOf(token: IToken | undefined, words: readonly string[]): string {
  if (token === undefined || token.tokenType === t.Text) return '';
  const upper = token.image.toUpperCase();
  if (upper !== token.image && isKeyword(upper)) return `: words of the language are written in capitals, ${upper}`;
  const found = nearest(
    token.image,
    words.filter((word) => word !== token.image && /^[A-Z]/.test(word)),
  );
  return found === undefined ? '' : `; did you mean \`${found}\`?`;
}

function isKeyword(word: string): word is Keyword {
  return keywords.some((keyword) => keyword === word);
}

function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? 'Something else';
  return `${words.slice(0, -1).slice(0, 12).join(', ')} or ${words.at(-1)}`;
}
