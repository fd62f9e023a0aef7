import type { Receipt } from '../../src/images/receipt';
import { proveImages } from '../../src/verify/image-proof';
import type { PodFact } from '../../src/verify/pods';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

function receipt(component: string, digests: Partial<Receipt>): Receipt {
  return {
    version: 1,
    component,
    references: { readable: `${component}:v1`, content: `${component}:abc` },
    contentHash: 'abc',
    contextBytes: 1,
    store: 'test',
    cached: false,
    ...digests,
  };
}

function pod(component: string, imageId: string, image = `${component}:abc`): PodFact {
  return { name: `${component}-1`, component, ready: true, phase: 'Running', restarts: 0, node: 'n', startedAt: '', containers: [{ name: component, image, imageId }] };
}

const receipts = new Map([['backend', receipt('backend', { configDigest: digest('a') })]]);

test('pods that run what was built pass', () => {
  expect(proveImages([pod('backend', digest('a'))], receipts)).toBe('1 pod, 1 image');
});

test.each([
  ['another image under the same name', pod('backend', digest('b')), `backend-1: runs ${digest('b')} (backend:abc), not ${digest('a')} (backend:abc)`],
  ['nothing yet', pod('backend', ''), `backend-1: runs nothing yet (backend:abc), not ${digest('a')} (backend:abc)`],
  ['something without a receipt', pod('intruder', digest('c')), 'intruder-1: no receipt tells what intruder should run'],
])('a pod that runs %s fails, and is named', (_, wrong, line) => {
  const prove = (): string => proveImages([pod('backend', digest('a')), wrong], receipts);

  expect(prove).toThrow('1 of 2 pods runs something else');
  expect(prove).toThrow(expect.objectContaining({ evidence: [line] }));
});

test('an image that no pod runs fails', () => {
  expect(() => proveImages([], receipts)).toThrow(expect.objectContaining({ evidence: ['backend: was built, but no pod runs it'] }));
});

test('an image that the nodes pull is proven by its reference', () => {
  const pulled = new Map([['postgres', receipt('postgres', {})]]);

  expect(proveImages([pod('postgres', 'docker-pullable://postgres@sha256:1')], pulled)).toBe('1 pod, 1 image');
  expect(() => proveImages([pod('postgres', 'docker://sha256:1', 'postgres:latest')], pulled)).toThrow();
});
