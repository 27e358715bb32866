/** Who speaks: a person, an agent, a run that was started here, a step of a workflow (`chat.send`), or Pawl itself in answer to a command. */
export const chatAuthors = ['person', 'agent', 'run', 'workflow', 'pawl'] as const;
export type ChatAuthor = (typeof chatAuthors)[number];

/** `pending`: its run is under way, and the text comes with its end. */
export const chatStates = ['done', 'pending', 'failed', 'cancelled'] as const;
export type ChatState = (typeof chatStates)[number];

/** Longest text of one message, in characters; what is longer is cut where it comes from a run. */
export const MAX_CHAT_TEXT = 100_000;

/** Who answers where nobody has been chosen. */
export const ASSISTANT = 'assistant';

/** The chat that steps post to when they name none. */
export const DEFAULT_CHAT = 'Pawl';
