import { describe, expect, it } from 'vitest';
import { refusalOf } from './sender-rule.ts';

const page = { parent: null, url: 'app://pawl/index.html?desktop#/runs' };
const isOurWindow = (id: number): boolean => id === 1;

describe('the sender of a call', () => {
  it('is the page of one of our windows', () => {
    expect(refusalOf({ sender: { id: 1 }, senderFrame: page }, isOurWindow)).toBeUndefined();
  });

  it.each([
    ['a frame that is gone', { sender: { id: 1 }, senderFrame: null }],
    ['a frame within the page', { sender: { id: 1 }, senderFrame: { ...page, parent: page } }],
    ['a window that is not ours', { sender: { id: 2 }, senderFrame: page }],
    ['a web page', { sender: { id: 1 }, senderFrame: { parent: null, url: 'https://pawl/index.html' } }],
    ['a page whose host begins like ours', { sender: { id: 1 }, senderFrame: { parent: null, url: 'app://pawl.example/index.html' } }],
    ['a file', { sender: { id: 1 }, senderFrame: { parent: null, url: 'file:///index.html' } }],
    ['an empty page', { sender: { id: 1 }, senderFrame: { parent: null, url: 'about:blank' } }],
  ])('IP-1 is refused as %s', (_, sender) => {
    expect(refusalOf(sender, isOurWindow)).toEqual(expect.any(String));
  });
});
