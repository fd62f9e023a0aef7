import type { V1Secret } from '@kubernetes/client-node';
import fc from 'fast-check';
import { createRelease } from '../../src/release/release';
import { databaseUrl, ensureDatabasePassword, environmentSecretName, writeEnvironmentSecret } from '../../src/release/secret-store';
import { fakeKubeApi } from '../support/fake-kube-api';
import { makePlan } from '../support/plans';

const plan = makePlan();
const release = createRelease(plan, plan.environments[0]!);
const values = (entries: Record<string, string>): Map<string, string> => new Map(Object.entries(entries));

describe('the password of the database', () => {
  it('is made once and found again', async () => {
    const api = fakeKubeApi();
    const first = await ensureDatabasePassword(api, release);
    await expect(ensureDatabasePassword(api, release)).resolves.toBe(first);
    expect(api.changes).toEqual(['create Secret demo/todo-postgres']);
  });

  it('is the same for two runs at once', async () => {
    const api = fakeKubeApi();
    const [one, two] = await Promise.all([ensureDatabasePassword(api, release), ensureDatabasePassword(api, release)]);
    expect(one).toBe(two);
  });

  it('is not made anew for a volume that has another one', async () => {
    const labels = { 'app.kubernetes.io/instance': 'todo', 'app.kubernetes.io/component': 'postgres' };
    const api = fakeKubeApi({ objects: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-todo-postgres-0', namespace: 'demo', labels } }] });
    await expect(ensureDatabasePassword(api, release)).rejects.toMatchObject({ code: 'DATABASE_PASSWORD_LOST', message: expect.stringContaining('data-todo-postgres-0') });
    expect(api.changes).toEqual([]);
  });

  it('waits for a volume to go that is being deleted, which is no loss', async () => {
    const labels = { 'app.kubernetes.io/instance': 'todo', 'app.kubernetes.io/component': 'postgres' };
    const metadata = { name: 'data-todo-postgres-0', namespace: 'demo', labels, deletionTimestamp: new Date() };
    const api = fakeKubeApi({ objects: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata }] });
    await expect(ensureDatabasePassword(api, release)).rejects.toMatchObject({ code: 'VOLUME_TERMINATING' });
    expect(api.changes).toEqual([]);
  });

  it('is not taken from a Secret of that name which is not ours', async () => {
    const secret: V1Secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'todo-postgres', namespace: 'demo' }, data: { other: 'eA==' } };
    await expect(ensureDatabasePassword(fakeKubeApi({ objects: [secret] }), release)).rejects.toMatchObject({ code: 'OBJECT_FOREIGN' });
  });

  it('that plain Helm had made is kept when the next revision is without it', async () => {
    const annotations = { 'meta.helm.sh/release-name': 'todo' };
    const secret: V1Secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'todo-postgres', namespace: 'demo', annotations }, data: { password: 'aHVudGVyMjI=' } };
    const api = fakeKubeApi({ objects: [secret] });
    await expect(ensureDatabasePassword(api, release)).resolves.toBe('hunter22');
    expect(api.objects.get('Secret demo/todo-postgres')?.metadata?.annotations).toEqual({ ...annotations, 'helm.sh/resource-policy': 'keep' });
    await ensureDatabasePassword(api, release);
    expect(api.changes).toEqual(['annotate Secret demo/todo-postgres']);
  });

  it('survives in the URL, whatever is in it', () => {
    if (plan.database.provision !== 'in-cluster') throw new Error('expected a database in the cluster');
    const { database } = plan;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        expect(decodeURIComponent(new URL(databaseUrl(release, database, password)).password)).toBe(password);
      }),
    );
  });
});

describe('the Secret of the environment', () => {
  it('keeps its name while the values are the same, in whatever order they come', async () => {
    const api = fakeKubeApi();
    const one = await writeEnvironmentSecret(api, release, values({ A: '1', B: '2' }));
    const two = await writeEnvironmentSecret(api, release, values({ B: '2', A: '1' }));
    expect(one).toBe(two);
    expect(api.changes.filter((change) => change.startsWith('apply'))).toHaveLength(1);
  });

  it('gets another name with any other value, and the one before stays', async () => {
    const api = fakeKubeApi();
    const one = await writeEnvironmentSecret(api, release, values({ A: '1' }));
    const two = await writeEnvironmentSecret(api, release, values({ A: '2' }));
    expect(one).not.toBe(two);
    expect([...api.objects.keys()]).toEqual(expect.arrayContaining([`Secret demo/${one}`, `Secret demo/${two}`]));
  });

  it('has a name that says nothing without the key of the namespace', () => {
    const same = values({ A: 'password' });
    expect(environmentSecretName(release, same, 'key one')).not.toBe(environmentSecretName(release, same, 'key two'));
  });

  it('confuses no two sets of values', () => {
    const entries = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 }).map((record) => new Map(Object.entries(record)));
    fc.assert(
      fc.property(entries, entries, (one, two) => {
        const same = one.size === two.size && [...one].every(([name, value]) => two.get(name) === value);
        expect(environmentSecretName(release, one, 'key') === environmentSecretName(release, two, 'key')).toBe(same);
      }),
    );
  });

  it('holds every value byte for byte', async () => {
    const awkward = ', = \\ { } " \' # $ % \n \t 🎉 \uFEFF \u0085 \u007F ' + 'x'.repeat(4096);
    const api = fakeKubeApi();
    const name = await writeEnvironmentSecret(api, release, values({ A: awkward }));
    const stored = api.objects.get(`Secret demo/${name}`) as V1Secret;
    expect(Buffer.from(stored.data?.['A'] ?? '', 'base64').equals(Buffer.from(awkward, 'utf8'))).toBe(true);
  });
});
