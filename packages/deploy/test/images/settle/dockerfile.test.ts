import { finalStage } from '../../../src/images/settle/dockerfile';

it('reads what comes after the last FROM, whatever the layout', () => {
  const dockerfile = [
    '# check=error=true',
    'ARG BASE=x:1',
    'FROM ${BASE} AS first',
    'RUN a',
    'from scratch',
    '',
    'LABEL one="1" \\',
    '# between the lines',
    '      two="2"',
    '  copy --chown=1:1 --link dist/ /app/',
    'CMD ["--no-flag"]',
    'USER 1',
  ].join('\n');
  expect(finalStage(dockerfile)).toEqual([
    { keyword: 'LABEL', flags: [] },
    { keyword: 'COPY', flags: ['--chown=1:1', '--link'] },
    { keyword: 'CMD', flags: [] },
    { keyword: 'USER', flags: [] },
  ]);
});

it('finds nothing where an image is its base', () => {
  expect(finalStage('FROM base')).toEqual([]);
});
