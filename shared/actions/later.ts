/**
 * Actions that the format knows but this version cannot run, with one line each for people.
 * A workflow that uses one loads with a warning; its step is refused with `ACTION_UNAVAILABLE` before it has any effect.
 */
export const actionsOfLaterReleases: ReadonlyMap<string, string> = new Map([
  ['notify.email', 'Sends an e-mail'],
  ['notify.slack', 'Posts a message to Slack'],
  ['notify.webhook', 'Posts a notification to Discord, Teams, ntfy or another web address'],
  ['plugin.execute', 'Runs a command of a plugin'],
  ['mcp.call', 'Calls a tool of an MCP server'],
  ['clipboard.read', 'Reads the clipboard'],
  ['clipboard.write', 'Writes to the clipboard'],
  ['desktop.open', 'Opens a file or an address with its usual program'],
  ['desktop.reveal', "Shows a file in the desktop's file manager"],
]);
