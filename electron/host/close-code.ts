/** The close code of an engine that stops in order: every call it had taken was answered, none after that was begun. */
export const stoppedInOrder = 1012;
