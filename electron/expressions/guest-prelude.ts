/** The file names in stack traces: an expression's own lines are told from ours by them. */
export const EXPRESSION_FILE = 'expression';
export const PRELUDE_FILE = 'prelude';

/**
 * Our own part inside the guest. It runs before any expression does, so that what it takes from the globals is genuine. `call` and
 * `describe` answer with one string, whose first letter tells what the rest is: `readAnswer` knows them.
 * Math.random would repeat itself, because the guest's memory is put back after each evaluation; hence the seed.
 */
export const PRELUDE = `(function () {
  'use strict';
  const { parse, stringify } = JSON;
  const { defineProperty, keys } = Object;
  const random = Math.random;
  const describe = (error) => {
    try {
      const isError = typeof error === 'object' && error !== null && 'message' in error;
      return stringify(
        isError
          ? { name: String(error.name), message: String(error.message), stack: String(error.stack).slice(0, 2000) }
          : { name: '', message: typeof error === 'object' ? String(stringify(error)) : String(error), stack: '' },
      );
    } catch {
      return '';
    }
  };
  return {
    bind(names, seed) {
      Math.random = () => (random() + seed) % 1;
      const values = parse(names);
      for (const name of keys(values)) {
        defineProperty(globalThis, name, { value: values[name], writable: true, configurable: true, enumerable: true });
      }
    },
    call(program) {
      let value;
      try {
        value = program();
      } catch (error) {
        return 'e' + describe(error);
      }
      if (value === undefined) return 'u';
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return 't' + typeof value;
      if (value instanceof Promise) return 'tpromise';
      try {
        const json = stringify(value);
        return json === undefined ? 'u' : 'v' + json;
      } catch (error) {
        return 'o' + describe(error);
      }
    },
    describe: (error) => 'e' + describe(error),
  };
})()`;
