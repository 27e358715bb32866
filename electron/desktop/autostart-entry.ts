/** Without a window, in the tray. */
export const hiddenSwitch = '--hidden';

/** The desktop entry specification: arguments in double quotes, with four characters escaped; `%` begins a field code. */
export function autostartEntry(program: string, before: readonly string[]): string {
  const quoted = [program, ...before, hiddenSwitch].map(
    (word) =>
      `"${word
        .replaceAll(/["`$\\]/g, '\\$&')
        .replaceAll('\\', '\\\\')
        .replaceAll('%', '%%')}"`,
  );
  return `[Desktop Entry]\nType=Application\nName=Pawl\nExec=${quoted.join(' ')}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n`;
}
