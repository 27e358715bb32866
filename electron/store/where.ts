/** The conditions of a list query, put together from what a filter names. Values travel as parameters, never as text. */
export interface Where {
  /** Adds the condition unless the value is undefined; a `?` stands for it. */
  and(condition: string, value: string | number | undefined): Where;
  /** Adds `column IN (…)` unless the list is undefined. */
  andIn(column: string, values: readonly (string | number)[] | undefined): Where;
  /** Empty, or the whole WHERE clause. */
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

export function where(): Where {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const builder: Where = {
    and(condition, value) {
      if (value !== undefined) {
        conditions.push(condition);
        values.push(value);
      }
      return builder;
    },
    andIn(column, list) {
      if (list !== undefined) {
        conditions.push(`${column} IN (${list.map(() => '?').join(', ')})`);
        values.push(...list);
      }
      return builder;
    },
    get sql() {
      return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    },
    values,
  };
  return builder;
}
