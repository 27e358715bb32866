/** What a HUMAN APPROVAL without words of its own asks. */
export const APPROVAL_QUESTION = 'May this workflow go on?';

/** The action of an LLM line. */
export const LLM_ACTION = 'ai.generate';
