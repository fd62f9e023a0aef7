import { renderResults } from '../../report/table';

it('a table has the median, the extremes, the runs and whether the aim was met; reasons stand below', () => {
  const text = renderResults([
    {
      name: 'deploy',
      title: 'a deploy, nothing changed',
      seconds: 9,
      rows: [
        { what: 'nx deploy', unit: 's', values: [1.5, 1.25, 9], aim: 2, remark: 'touched no pod' },
        { what: 'memory', unit: 'MB', values: [1300], aim: 1200 },
        { what: 'image', unit: 'MB', values: [20.04] },
        { what: 'node:slim', why: 'no registry answers' },
        { what: 'docker', why: 'exited with 1', failed: true },
      ],
    },
  ]);
  expect(text.split('\n')).toEqual([
    'deploy: a deploy, nothing changed',
    'WHAT        MEDIAN    LEAST     MOST      RUNS   AIM',
    'nx deploy   1.50 s    1.25 s    9.00 s    3      met (<= 2.00 s)',
    'memory      1300 MB   1300 MB   1300 MB   1      MISSED (<= 1200 MB)',
    'image       20.0 MB   20.0 MB   20.0 MB   1',
    '  nx deploy: touched no pod',
    '  node:slim: not measured: no registry answers',
    '  docker: FAILED: exited with 1',
  ]);
});

it('a case without any figure is its reason alone', () => {
  expect(renderResults([{ name: 'x', title: 'X', seconds: 0, rows: [{ what: 'X', why: 'no' }] }])).toBe('x: X\n  X: not measured: no');
});
