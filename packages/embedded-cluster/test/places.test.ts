import { goSources, placesFor } from '../src/places';

test.each(['fairlead', 'ci-7', 'a'])('%s is a name', (name) => {
  expect(placesFor(name).state).toMatch(new RegExp(`/embedded-cluster/clusters/${name}$`));
});

test.each(['', '..', 'a/b', 'Upper', '-a', 'a-', 'x'.repeat(33), 'a b'])('%j is not a name, as it becomes part of paths', (name) => {
  expect(() => placesFor(name)).toThrow(expect.objectContaining({ code: 'EMBEDDED_NAME' }));
});

test('the environment names the cluster where the caller does not', () => {
  const before = process.env['FAIRLEAD_CLUSTER_NAME'];
  process.env['FAIRLEAD_CLUSTER_NAME'] = 'from-env';
  try {
    expect(placesFor().name).toBe('from-env');
    expect(placesFor('given').name).toBe('given');
  } finally {
    if (before === undefined) delete process.env['FAIRLEAD_CLUSTER_NAME'];
    else process.env['FAIRLEAD_CLUSTER_NAME'] = before;
  }
});

test('the Go sources are found through the package, not relative to this code', () => {
  expect(goSources()).toMatch(/embedded-cluster\/go$/);
});
