import { recipe } from '../../src/build/recipe';

test('builds are reproducible and know their version', () => {
  for (const build of recipe('/sources', '/out')) {
    expect(build.args).toEqual(expect.arrayContaining(['-trimpath', '-buildvcs=false', '-o', '/out/']));
  }
  const [node] = recipe('/sources', '/out');
  expect(node!.folder).toBe('/sources/node');
  const flags = node!.args[node!.args.indexOf('-ldflags') + 1];
  expect(flags).toContain('-X k8s.io/component-base/version.gitVersion=v1.35.4');
  expect(flags).toContain('-X k8s.io/component-base/version.gitMinor=35');
});
