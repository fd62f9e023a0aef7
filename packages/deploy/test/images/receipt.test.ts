import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryReadReceipt, writeReceipt, type Receipt } from '../../src/images/receipt';

const receipt: Receipt = { version: 1, component: 'backend', references: { readable: 'x:v1', content: 'x:abc' }, contentHash: 'abc', contextBytes: 3, store: 'here', cached: false };

it('reads back what was written, and leaves nothing beside it', () => {
  const root = mkdtempSync(join(tmpdir(), 'receipt-'));
  writeReceipt(root, 'local', receipt);
  expect(tryReadReceipt(root, 'local', 'backend')).toEqual(receipt);
  expect(readdirSync(join(root, 'dist/receipts/local'))).toEqual(['backend.json']);
});

it.each([['no receipt', undefined], ['half a receipt', '{"version":1,'], ['one of another version', '{"version":2}']])('takes %s for none', (_what, text) => {
  const root = mkdtempSync(join(tmpdir(), 'receipt-'));
  mkdirSync(join(root, 'dist/receipts/local'), { recursive: true });
  if (text !== undefined) writeFileSync(join(root, 'dist/receipts/local/backend.json'), text);
  expect(tryReadReceipt(root, 'local', 'backend')).toBeUndefined();
});
