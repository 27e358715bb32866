const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const KEYWORDS = words(
  'async await break case catch class const continue debugger default delete do else enum export extends finally for function if import in instanceof let new of return static super switch this throw try typeof var void while with yield',
);

const LITERALS = words('true false null undefined NaN Infinity this');

const GLOBALS = words(
  'Math JSON Object Array String Number Boolean Date RegExp Map Set WeakMap WeakSet WeakRef Symbol BigInt Promise Proxy Reflect Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Function Iterator parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape eval globalThis arguments',
);

/** A word of the language itself, which never stands for a value of the run. */
export function isKeyword(name: string): boolean {
  return KEYWORDS.has(name) || LITERALS.has(name);
}

/** `true`, `Math`, `parseInt`: JavaScript gives it a value, so a bare use of it means that and no step or variable. */
export function isBuiltin(name: string): boolean {
  return LITERALS.has(name) || GLOBALS.has(name);
}
