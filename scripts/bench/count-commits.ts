import Sqlite from 'better-sqlite3';

/**
 * How many commits that wrote something the databases opened inside `work` have made: what their COMMIT statements were run for.
 * Slows them down a little, so nothing is timed in the meantime.
 */
export async function countCommits(work: (count: () => number) => Promise<void>): Promise<void> {
  const { prepare } = Sqlite.prototype;
  let commits = 0;
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (sql !== 'COMMIT') return statement;
    const changes = prepare.call(this, 'SELECT total_changes()').pluck();
    let before = changes.get();
    const run = statement.run.bind(statement) as (...values: unknown[]) => Sqlite.RunResult;
    statement.run = (...values: unknown[]) => {
      const after = changes.get();
      if (after !== before) commits++;
      before = after;
      return run(...values);
    };
    return statement;
  } as typeof prepare;
  try {
    await work(() => commits);
  } finally {
    Sqlite.prototype.prepare = prepare;
  }
}
