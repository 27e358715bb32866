import { describe, expect, it } from 'vitest';
import { bindCommand, type CommandShell } from './command-template.ts';

describe('a placeholder in a command becomes a quoted reference', () => {
  it.each([
    ['cat {{a}}', 'cat "${PAWL_1}"'],
    ['cat "{{a}}"', 'cat "${PAWL_1}"'],
    ['cp prefix-{{a}}.txt "to {{b}}"', 'cp prefix-"${PAWL_1}".txt "to ${PAWL_2}"'],
    ['NAME={{a}} make', 'NAME="${PAWL_1}" make'],
    ['export NAME={{a}}', 'export NAME="${PAWL_1}"'],
    ['echo "$(wc -l < {{a}})"', 'echo "$(wc -l < "${PAWL_1}")"'],
    ['echo "$(printf %s "{{a}}")"', 'echo "$(printf %s "${PAWL_1}")"'],
    ['cat > {{a}} <<EOF\nname: "{{b}}"\nEOF\necho {{a}}', 'cat > "${PAWL_1}" <<EOF\nname: "${PAWL_2}"\nEOF\necho "${PAWL_3}"'],
    ['cat <<-EOF\n\tin {{a}}\n\tEOF\nls {{a}}', 'cat <<-EOF\n\tin ${PAWL_1}\n\tEOF\nls "${PAWL_2}"'],
    ['cat <<EOF\n$(basename {{a}})\nEOF\n', 'cat <<EOF\n$(basename "${PAWL_1}")\nEOF\n'],
    ['if [ -f {{a}} ]; then echo {{a}}; fi', 'if [ -f "${PAWL_1}" ]; then echo "${PAWL_2}"; fi'],
    ['for f in {{a}} b; do echo "$f"; done', 'for f in "${PAWL_1}" b; do echo "$f"; done'],
    ['case {{a}} in x) echo {{a}};; esac; echo {{a}}', 'case "${PAWL_1}" in x) echo "${PAWL_2}";; esac; echo "${PAWL_3}"'],
    ['echo "$(case x in x) echo {{a}};; esac)" {{a}}', 'echo "$(case x in x) echo "${PAWL_1}";; esac)" "${PAWL_2}"'],
    ["echo 'it''s' {{a}}", "echo 'it''s' \"${PAWL_1}\""],
    ["echo it\\'s {{a}}", 'echo it\\\'s "${PAWL_1}"'],
    ['make 2> {{a}} >&2 && echo {{a}}', 'make 2> "${PAWL_1}" >&2 && echo "${PAWL_2}"'],
    ['sh -c \'echo "$1"\' _ {{a}}', 'sh -c \'echo "$1"\' _ "${PAWL_1}"'],
    ["awk -v n={{a}} '{ print n }' {{a}}", 'awk -v n="${PAWL_1}" \'{ print n }\' "${PAWL_2}"'],
    ['echo ok # about {{a}}', 'echo ok # about ${PAWL_1}'],
    ['echo $# {{a}}', 'echo $# "${PAWL_1}"'],
    ['echo \\{{ {{a}}', 'echo {{ "${PAWL_1}"'],
    ['diff <(sort {{a}}) <(sort {{b}})', 'diff <(sort "${PAWL_1}") <(sort "${PAWL_2}")'],
    ['files=({{a}} b); echo {{a}}', 'files=("${PAWL_1}" b); echo "${PAWL_2}"'],
    ['[[ -f {{a}} && {{a}} == *.ts ]] && echo {{a}}', '[[ -f "${PAWL_1}" && "${PAWL_2}" == *.ts ]] && echo "${PAWL_3}"'],
    ['[ {{a}} -gt 5 ] && echo yes', '[ "${PAWL_1}" -gt 5 ] && echo yes'],
    ['cat <<< {{a}}', 'cat <<< "${PAWL_1}"'],
    ['python3 count.py <<EOF\n{{a}}\nEOF', 'python3 count.py <<EOF\n${PAWL_1}\nEOF'],
    ['echo "$(echo esac) {{a}}"', 'echo "$(echo esac) ${PAWL_1}"'],
  ])('%s', (text, command) => {
    expect(bindCommand(text, 'bash')).toMatchObject({ command, problems: [] });
  });

  it('names the expression of each variable', () => {
    expect(bindCommand('cp {{ steps.a.output.path }} {{ dir }}', 'sh').bindings).toEqual([
      { name: 'PAWL_1', expression: 'steps.a.output.path' },
      { name: 'PAWL_2', expression: 'dir' },
    ]);
  });

  it.each([
    ['Get-Content {{a}}', 'Get-Content "${env:PAWL_1}"'],
    ['Get-Content -Path "{{a}}.txt" | Out-File {{b}}', 'Get-Content -Path "${env:PAWL_1}.txt" | Out-File "${env:PAWL_2}"'],
    ['$x = {{a}}; Write-Output "a $(Get-Item {{a}}) b"', '$x = "${env:PAWL_1}"; Write-Output "a $(Get-Item "${env:PAWL_2}") b"'],
    ['Write-Output @"\nhi "{{a}}"\n"@', 'Write-Output @"\nhi "${env:PAWL_1}"\n"@'],
  ])('in PowerShell: %s', (text, command) => {
    expect(bindCommand(text, 'pwsh')).toMatchObject({ command, problems: [] });
  });
});

describe('SH-2 a placeholder in a place of code is refused', () => {
  it.each([
    ["echo '{{a}}'", 'single quotes'],
    ["echo $'{{a}}'", 'no variables'],
    ['{{a}} --version', 'name of a command'],
    ['"{{a}}" --version', 'name of a command'],
    ['./bin/{{a}}', 'name of a command'],
    ['"NAME={{a}}" make', 'name of a command'],
    ['true; {{a}}', 'name of a command'],
    ['true && {{a}}', 'name of a command'],
    ['ls | {{a}}', 'name of a command'],
    ['( {{a}} )', 'name of a command'],
    ['if true; then {{a}}; fi', 'name of a command'],
    ['f() { {{a}}; }', 'name of a command'],
    ['function f { {{a}}; }', 'name of a command'],
    ['echo $({{a}})', 'name of a command'],
    ['echo "$( {{a}} )"', 'name of a command'],
    ['echo hi\n{{a}}', 'name of a command'],
    ['sudo {{a}}', 'name of a command'],
    ['env -i A=1 {{a}}', 'name of a command'],
    ['case x in x) {{a}};; esac', 'name of a command'],
    ['> out {{a}}', 'name of a command'],
    ['cat <<EOF\nx\nEOF\n{{a}}', 'name of a command'],
    ['eval {{a}}', 'eval'],
    ['eval "echo {{a}}"', 'eval'],
    ['source {{a}}', 'source'],
    ['. {{a}}', '`.`'],
    ['sh -c {{a}}', 'code'],
    ['bash -ec "echo {{a}}"', 'code'],
    ['/bin/bash -c "echo {{a}}"', 'code'],
    ['find . -exec sh -c "cat {{a}}" \\;', 'code'],
    ['python3 -c "print(\'{{a}}\')"', 'code'],
    ['node --eval="{{a}}"', 'code'],
    ['bash <<EOF\necho {{a}}\nEOF\n', 'code'],
    ['bash -s x <<EOF\necho {{a}}\nEOF\n', 'code'],
    ['python3 - x <<EOF\nprint("{{a}}")\nEOF\n', 'code'],
    ['bash <<< "echo {{a}}"', 'code'],
    ['awk "/{{a}}/" file', 'awk'],
    ['ssh host "ls {{a}}"', 'ssh'],
    ['echo $(( {{a}} + 1 ))', 'arithmetic'],
    ['(( {{a}} ))', 'arithmetic'],
    ['echo $[ {{a}} ]', 'arithmetic'],
    ['let x={{a}}', 'let'],
    ['unset {{a}}', 'unset'],
    ['printf -v {{a}} x', 'code'],
    ['[[ {{a}} -eq 1 ]]', 'comparison of numbers'],
    ['[ -v {{a}} ]', 'comparison of numbers'],
    ['list[{{a}}]=1', 'name of a command'],
    ['export {{a}}', 'export'],
    ['echo `cat {{a}}`', 'backticks'],
    ['echo "`cat {{a}}`"', 'backticks'],
    ['echo ${x:-{{a}}}', '${'],
    ['echo ${{ a }}', 'directly after `$`'],
    ['echo "\\\\\\{{a}}"', ''],
    ["cat <<'EOF'\n{{a}}\nEOF", 'quoted'],
    ['cat <<{{a}}\nx\n', 'delimiter'],
  ])('%s', (text, reason) => {
    const { problems } = bindCommand(text, 'bash');
    if (reason === '') return expect(problems).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(reason);
    expect(problems[0]?.message).toContain('`program` with `args`');
    expect(problems[0]?.offset).toBe(text.indexOf('a', text.indexOf('{{')));
  });

  it('zsh evaluates numbers in [ ] too', () => {
    expect(bindCommand('[ {{a}} -gt 5 ]', 'zsh').problems).toHaveLength(1);
  });

  it.each([
    "Write-Output '{{a}}'",
    '& {{a}}',
    '{{a}} | Out-Null',
    'iex "{{a}}"',
    'pwsh -Command "echo {{a}}"',
    'Get-Item {{a}}.txt',
    "Write-Output @'\n{{a}}\n'@",
    'Write-Output `{{a}}',
    'Write-Output "${{a}}"',
  ])('in PowerShell: %s', (text) => {
    expect(bindCommand(text, 'pwsh').problems).toHaveLength(1);
  });

  it('cmd takes no placeholder at all', () => {
    expect(bindCommand('type "{{a}}" {{b}}', 'cmd').problems).toHaveLength(2);
    expect(bindCommand('dir /b', 'cmd')).toEqual({ command: 'dir /b', bindings: [], problems: [] });
  });

  it('what is no template is a problem', () => {
    expect(bindCommand('echo {{ a', 'sh').problems).toHaveLength(1);
  });
});

it.each<CommandShell>(['sh', 'bash', 'zsh', 'pwsh', 'cmd'])('a command without placeholders is left as it is in %s', (shell) => {
  const text = 'a "b $(c `d` <<E\n$((1))\nE\n)" \'e\' ${f:-"g"} [[ -v x ]] # h\n@"\n"@ case x in y) z;; esac )';
  expect(bindCommand(text, shell)).toEqual({ command: text, bindings: [], problems: [] });
});
