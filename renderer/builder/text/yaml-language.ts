import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport } from '@codemirror/language';

/**
 * YAML, in a tree of small pieces. Only whole pieces are taken over from the tree before: with the parser's own, of a thousand nodes, each
 * letter has all that stands below it parsed again.
 */
export const yaml = new LanguageSupport(yamlLanguage.configure({ bufferLength: 64 }));
