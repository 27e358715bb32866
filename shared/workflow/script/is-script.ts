const BLANK_OR_COMMENT = /^(?:\uFEFF)?(?:[ \t]*(?:(?:'|REM(?=[ \t\r\n]|$))[^\r\n]*)?\r?\n)*[ \t]*/;

/** Whether a text is an ORCHESTRATE script; nothing but comments stands before its first word. */
export function isScript(text: string): boolean {
  const start = BLANK_OR_COMMENT.exec(text)?.[0].length ?? 0;
  return /^ORCHESTRATE\b/i.test(text.slice(start, start + 12));
}
