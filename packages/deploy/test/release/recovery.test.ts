import fc from 'fast-check';
import { decideRecovery, type RecoveryOptions } from '../../src/release/recovery';
import type { Revision } from '../../src/release/revision';

const now = Date.parse('2026-11-24T10:00:00Z');

const revision = (number: number, status: string, age = 3600, rollout = 'served'): Revision => ({
  number,
  status,
  secret: `sh.helm.release.v1.todo.v${number}`,
  labels: { 'fairlead.dev/rollout': rollout },
  changedAt: new Date(now - age * 1000),
  content: () => ({ chart: { name: 'todo', version: '0.1.0' }, values: {}, manifest: '', description: '' }),
});

const decide = (revisions: readonly Revision[], options: Partial<RecoveryOptions> = {}): string => {
  const recovery = decideRecovery(revisions, { abandonedRevision: undefined, now, timeoutMs: 60_000, takeOver: false, ...options });
  return recovery.action === 'rollback' ? `rollback to ${recovery.to.number}` : recovery.action;
};

it.each<[string, readonly Revision[], Partial<RecoveryOptions>, string]>([
  ['nothing there', [], {}, 'none'],
  ['a release that is deployed', [revision(1, 'deployed')], {}, 'none'],
  ['a release that failed, which Helm can upgrade', [revision(2, 'failed'), revision(1, 'deployed')], {}, 'none'],
  ['an upgrade of somebody else, just begun', [revision(2, 'pending-upgrade', 5), revision(1, 'deployed')], {}, 'refuse'],
  ['the same, but nobody is at work', [revision(2, 'pending-upgrade', 5), revision(1, 'deployed')], { takeOver: true }, 'rollback to 1'],
  ['an upgrade of somebody else, longer ago than any takes', [revision(2, 'pending-upgrade', 61), revision(1, 'deployed')], {}, 'rollback to 1'],
  ['our own upgrade, whose helm may still end it', [revision(2, 'pending-upgrade', 5), revision(1, 'deployed')], { abandonedRevision: 2 }, 'wait'],
  ['our own upgrade, whose helm must be dead', [revision(2, 'pending-upgrade', 11), revision(1, 'deployed')], { abandonedRevision: 2 }, 'rollback to 1'],
  ['an upgrade of somebody else after ours', [revision(3, 'pending-upgrade', 11), revision(2, 'deployed')], { abandonedRevision: 2 }, 'refuse'],
  ['a rollback that was interrupted', [revision(3, 'pending-rollback'), revision(2, 'failed'), revision(1, 'superseded')], {}, 'rollback to 1'],
  ['a first install that was interrupted', [revision(1, 'pending-install')], {}, 'uninstall'],
  ['a removal that was interrupted', [revision(2, 'uninstalling'), revision(1, 'superseded')], {}, 'uninstall'],
  ['a history in which nothing served', [revision(3, 'pending-upgrade'), revision(2, 'failed', 7200, 'pending')], {}, 'rollback to 2'],
])('%s', (_, revisions, options, expected) => {
  expect(decide(revisions, options)).toBe(expected);
});

it('never goes back to a pending revision or to a newer one, whatever the history', () => {
  const statuses = fc.constantFrom('deployed', 'superseded', 'failed', 'pending-install', 'pending-upgrade', 'pending-rollback');
  fc.assert(
    fc.property(fc.array(statuses, { minLength: 1, maxLength: 8 }), (history) => {
      const revisions = history.map((status, index) => revision(history.length - index, index === 0 ? status : status.replace(/^pending-.*/, 'failed')));
      const recovery = decideRecovery(revisions, { abandonedRevision: undefined, now, timeoutMs: 60_000, takeOver: false });
      if (recovery.action !== 'rollback') return;
      expect(recovery.to.number).toBeLessThan(recovery.pending.number);
      expect(recovery.to.status).not.toMatch(/^pending/);
    }),
  );
});
