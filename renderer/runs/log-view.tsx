import { Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { LogLineAt } from '../../shared/contract/run-details.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { LogBlocks } from './log-blocks.tsx';
import { placeOfLine } from './log-line.tsx';
import { LogMatchList } from './log-match-list.tsx';
import { LogTool } from './log-tool.tsx';
import classes from './log-view.module.css';
import { saveLog } from './save-log.ts';
import { type LogFilter, useLogMatches } from './use-log-matches.ts';
import { useLogSizes } from './use-log-sizes.ts';

interface LogViewProps {
  readonly runId: string;
  /** The path of a step; undefined for the whole run. */
  readonly step: string | undefined;
  nameOf(path: string): string;
  /** The end is what matters, and it is followed while something is added. */
  readonly beginsAtEnd: boolean;
}

const filters: readonly { readonly value: LogFilter; readonly label: string }[] = [
  { value: 'all', label: 'All lines' },
  { value: 'stdout', label: 'Output' },
  { value: 'stderr', label: 'Error output' },
  { value: 'info', label: 'Notes' },
  { value: 'warning', label: 'Warnings, errors' },
  { value: 'error', label: 'Errors' },
];

/** What a step or a whole run has printed, whatever its size: read where it is looked at, searched by the engine. */
export function LogView({ runId, step, nameOf, beginsAtEnd }: LogViewProps) {
  const { sizes, failure } = useLogSizes(runId, step);
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [only, setOnly] = useState<LogFilter>('all');
  const [wraps, setWraps] = useLocalStorage({ key: 'pawl-log-wrap', defaultValue: true, getInitialValueInEffect: false });
  const [hasTimes, setTimes] = useLocalStorage({ key: 'pawl-log-times', defaultValue: false, getInitialValueInEffect: false });
  const [follows, setFollows] = useState(beginsAtEnd);
  const [target, setTarget] = useState<LogLineAt>();
  const [settled] = useDebouncedValue(text, 200);
  const search = useMemo(() => ({ text: settled, matchCase, only }), [settled, matchCase, only]);
  const bytes = sizes?.segments.reduce((sum, segment) => sum + segment.bytes, 0) ?? 0;
  const matches = useLogMatches(runId, step, search, bytes);
  const input = useRef<HTMLInputElement>(null);
  const mark = matchCase ? settled : settled.toLowerCase();

  function goTo(line: LogLineAt | undefined): void {
    if (line === undefined) return;
    setFollows(false);
    setTarget(line);
  }

  function moveBy(by: number): void {
    const { lines } = matches;
    if (lines.length === 0) return;
    const place = target === undefined ? undefined : placeOfLine(target);
    const known = lines.findIndex((line) => placeOfLine(line) === place);
    const next = known < 0 ? (by > 0 ? 0 : lines.length - 1) : known + by;
    if (next >= lines.length && matches.hasNextPage) void matches.fetchNextPage();
    goTo(lines[(next + lines.length) % lines.length]);
  }

  function onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault();
      moveBy(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      input.current?.select();
    }
  }

  if (failure !== undefined) return <Failed title="The log could not be read" {...describeFailure(failure)} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the shortcut of the search holds for all that is in it.
    <div className={classes.view} onKeyDown={onKeyDown}>
      <div className={classes.bar}>
        <TextInput
          ref={input}
          size="xs"
          className={classes.search}
          placeholder="Search"
          title="Enter: the next match, Shift+Enter: the one before"
          aria-label="Search the log"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setTarget(undefined);
          }}
          onKeyDown={onSearchKey}
        />
        <LogTool label="Match the case" isOn={matchCase} onClick={() => setMatchCase(!matchCase)} icon="case" />
        <LogTool label="Previous match (Shift+Enter)" isDisabled={matches.lines.length === 0} onClick={() => moveBy(-1)} icon="up" />
        <LogTool label="Next match (Enter)" isDisabled={matches.lines.length === 0} onClick={() => moveBy(1)} icon="down" />
        <span className={classes.count} role="status">
          {countText(matches, target, settled)}
        </span>
        <Select
          size="xs"
          w={138}
          aria-label="Which lines"
          data={[...filters]}
          value={only}
          onChange={(value) => setOnly(filters.find((one) => one.value === value)?.value ?? 'all')}
          allowDeselect={false}
        />
        <LogTool label="Wrap long lines" isOn={wraps} onClick={() => setWraps(!wraps)} icon="wrap" />
        <LogTool label="Show times" isOn={hasTimes} onClick={() => setTimes(!hasTimes)} icon="time" />
        <LogTool label="Stay at the end" isOn={follows} onClick={() => setFollows(!follows)} icon="follow" />
        <LogTool
          label={`Save the log (${formatBytes(bytes)} as it is kept)`}
          isDisabled={bytes === 0}
          onClick={() => sizes !== undefined && saveLog(runId, step, sizes.segments)}
          icon="save"
        />
      </div>
      {sizes !== undefined && bytes === 0 ? (
        <Text size="sm" c="dimmed" p={14}>
          {sizes.isOver ? 'Nothing was printed.' : 'Nothing was printed yet.'}
        </Text>
      ) : only === 'all' ? (
        <LogBlocks
          runId={runId}
          segments={sizes?.segments}
          nameOf={nameOf}
          hasHeads={step === undefined}
          mark={mark}
          matchCase={matchCase}
          wraps={wraps}
          hasTimes={hasTimes}
          target={target}
          follows={follows}
          onFollows={setFollows}
        />
      ) : (
        <LogMatchList
          matches={matches}
          hasHeads={step === undefined}
          nameOf={nameOf}
          mark={mark}
          matchCase={matchCase}
          wraps={wraps}
          hasTimes={hasTimes}
          onChoose={(line) => {
            setOnly('all');
            goTo(line);
          }}
        />
      )}
    </div>
  );
}

function countText(matches: ReturnType<typeof useLogMatches>, target: LogLineAt | undefined, text: string): string {
  if (text === '') return '';
  if (matches.isError) return 'not searched';
  if (matches.isPending) return 'searching…';
  const { lines, hasNextPage } = matches;
  if (lines.length === 0) return 'no match';
  const place = target === undefined ? undefined : placeOfLine(target);
  const at = lines.findIndex((line) => placeOfLine(line) === place);
  const count = `${lines.length}${hasNextPage ? '+' : ''}`;
  return at < 0 ? (count === '1' ? '1 line' : `${count} lines`) : `${at + 1} of ${count}`;
}
