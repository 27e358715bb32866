import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressToOpen, fileToOpen } from './outside-rules.ts';

describe('IP-4 an address that is opened outside', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTPS://EXAMPLE.com/A', 'https://example.com/A'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['https://例え.jp/', 'https://xn--r8jz45g.jp/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    ['mailto:a@example.com?subject=Hello&body=There', 'mailto:a@example.com?subject=Hello&body=There'],
  ])('may be %j', (text, opened) => {
    expect(addressToOpen(text)).toBe(opened);
  });

  it.each([
    '',
    'example.com',
    '//example.com',
    'http://example.com',
    'http://127.0.0.1:7295/',
    'file:///etc/passwd',
    'file://server/share',
    'FILE:///C:/Windows/System32/calc.exe',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:https://example.com/1',
    'vbscript:msgbox',
    'ms-msdt:/id PCWDiagnostic',
    'ms-office:ofe|u|https://example.com',
    'search-ms:query=x&crumb=location:\\\\server',
    'smb://server/share',
    'ftp://example.com',
    'ssh://-oProxyCommand=calc/x',
    'git+https://example.com',
    'vscode://file/etc',
    'x-apple.systempreferences:',
    'pawl://run/Gated',
    'app://pawl/index.html',
    'chrome://settings',
    'about:blank',
    'view-source:https://example.com',
    'tel:123',
    '\\\\server\\share\\x.exe',
    'C:\\Windows\\System32\\calc.exe',
    '/usr/bin/xterm',
    'https://user:secret@example.com',
    'https://example.com@evil.example',
    'https:example.com',
    'https:\\\\example.com',
    'https://example.com/\u0000',
    'https://example.com/\r\nX: y',
    ' https://example.com',
    'https://example.com/ --new-window',
    'https://example.com/\u202egpj.exe',
    `https://example.com/${'a'.repeat(3000)}`,
    'mailto:',
    'mailto:a@example.com?attach=/etc/passwd',
    'mailto:a@example.com?attachment=/etc/passwd',
    'mailto:a@example.com?subject=x%0d%0aBcc:%20b@example.com',
    'mailto:a@example.com%0abcc:b@example.com',
  ])('is never %j', (text) => {
    expect(addressToOpen(text)).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('IP-4 a file that is opened outside', () => {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'pawl-outside-')));
  const root = path.join(base, 'root');
  const within = (...parts: string[]) => path.join(root, ...parts);
  mkdirSync(within('folder.txt'), { recursive: true });
  for (const name of ['note.txt', 'report.csv', 'run.sh', 'x.desktop', 'x.exe', 'x.html', 'x.JAR', 'plain', 'X.LNK'])
    writeFileSync(within(name), 'x');
  writeFileSync(path.join(base, 'outside.txt'), 'x');
  writeFileSync(path.join(`${root}-twin.txt`), 'x');
  writeFileSync(within('program'), '#!/bin/sh\n');
  chmodSync(within('program'), 0o755);
  symlinkSync(path.join(base, 'outside.txt'), within('leads-out.txt'));
  symlinkSync(within('run.sh'), within('innocent.txt'));
  symlinkSync(within('note.txt'), within('leads-in.txt'));
  symlinkSync(base, within('up'));

  it.each([within('note.txt'), within('report.csv'), within('plain'), within('folder.txt', '..', 'note.txt'), within('leads-in.txt')])(
    'may be %j',
    (name) => {
      expect(fileToOpen(name, ['/nowhere', root])).toEqual({ file: expect.stringContaining(root) });
    },
  );

  it.each([
    '',
    'note.txt',
    './note.txt',
    '~/note.txt',
    `file://${within('note.txt')}`,
    within('none.txt'),
    root,
    within('folder.txt'),
    within('note.txt\u0000.png'),
    within('note\n.txt'),
    `/${within('note.txt')}`,
    '\\\\server\\share\\note.txt',
    '//server/share/note.txt',
    '\\\\.\\pipe\\x',
    '/dev/null',
    '/etc/passwd',
    '/usr/bin/env',
    within('..', 'outside.txt'),
    `${root}-twin.txt`,
    within('leads-out.txt'),
    within('up', 'outside.txt'),
    within('innocent.txt'),
    within('run.sh'),
    within('run.sh.'),
    within('x.desktop'),
    within('x.exe'),
    within('x.html'),
    within('x.JAR'),
    within('X.LNK'),
    within('program'),
  ])('is never %j', (name) => {
    expect(fileToOpen(name, ['/nowhere', root])).toEqual({ refusal: expect.any(String) });
  });

  it.each([
    'C:\\root\\note.txt:hidden.exe',
    'C:\\root\\CON|x',
    '\\\\?\\C:\\root\\note.txt',
    'note.txt',
    'C:note.txt',
    'C:\\root\\x.exe ',
    'C:\\root\\x.bat...',
  ])('is never %j on Windows', (name) => {
    expect(fileToOpen(name, ['C:\\root'], 'win32')).toEqual({ refusal: expect.any(String) });
  });
});
