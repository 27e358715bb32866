import { EventEmitter } from 'node:events';

/** What the language, Node's inspector and promises ask any object for. */
const quiet = new Set<PropertyKey>([
  'then',
  'toJSON',
  'constructor',
  'domain',
  'nodeType',
  'tagName',
  '$$typeof',
  'inspect',
  'asymmetricMatch',
]);

function missing(owner: string, key: string): Error {
  return new Error(`The stand-in for Electron has no ${owner}.${key}: add it to test/desktop/stand-in, or do without it`);
}

/** An object that throws, with its Electron name, when something is asked of it that the stand-in does not offer. */
export function loud<T extends object>(owner: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || quiet.has(key)) return Reflect.get(object, key, receiver);
      throw missing(owner, key);
    },
  });
}

/** An event emitter that is as loud. A trap at the end of the prototype chain, since a proxy in front would lose private fields. */
export class LoudEmitter extends EventEmitter {}

const end: object = new Proxy(EventEmitter.prototype, {
  get(prototype, key, receiver) {
    if (key in prototype || typeof key === 'symbol' || quiet.has(key)) return Reflect.get(prototype, key, receiver);
    throw missing((receiver as object).constructor.name, key);
  },
});
Object.setPrototypeOf(LoudEmitter.prototype, end);
