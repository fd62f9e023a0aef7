import { matchesReceipt } from '../../src/images/match-receipt';
import type { Receipt } from '../../src/images/receipt';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const receipt: Receipt = {
  version: 1,
  component: 'backend',
  references: { readable: 'todo-backend:v1', content: 'todo-backend:abc' },
  contentHash: 'abc',
  configDigest: digest('c'),
  manifestDigest: digest('d'),
  indexDigest: digest('e'),
  contextBytes: 1,
  store: 'here',
  cached: false,
};

describe('matchesReceipt', () => {
  it.each([
    ['what containerd reports of an image built into its store', digest('c')],
    ['what Docker reports of an image it built', `docker://${digest('c')}`],
    ['what Docker reports of an image it pulled', `docker-pullable://registry.example/team/todo-backend@${digest('d')}`],
    ['a manifest pulled from a registry', `registry.example:5000/team/todo-backend@${digest('d')}`],
    ['an index pulled from a registry', `registry.example/team/todo-backend@${digest('e')}`],
  ])('knows %s', (_what, imageId) => {
    expect(matchesReceipt(imageId, receipt)).toBe(true);
  });

  it.each([
    ['another image', digest('0')],
    ['a name without a digest', 'todo-backend:abc'],
    ['nothing yet', ''],
  ])('refuses %s', (_what, imageId) => {
    expect(matchesReceipt(imageId, receipt)).toBe(false);
  });

  it('refuses everything when the receipt has no digest', () => {
    const { version, component, references, contentHash, contextBytes, store, cached } = receipt;
    expect(matchesReceipt(digest('c'), { version, component, references, contentHash, contextBytes, store, cached })).toBe(false);
  });
});
