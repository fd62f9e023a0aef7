import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { createProgress } from '../src/progress';

function capture(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => stripVTControlCharacters(String(stream.read() ?? '')) };
}

describe('createProgress', () => {
  it('writes one plain line per event where there is no terminal', () => {
    const { stream, text } = capture(false);
    const step = createProgress({ stream }).step('Build');
    step.update('layer 1');
    step.update('layer 1');
    step.done('12 MB');
    expect(text()).toMatch(/^> Build\n {2}layer 1\n✓ Build - 12 MB \(\d+\.\ds\)\n$/);
  });

  it('redraws one line at a terminal and ends it with the outcome', () => {
    const { stream, text } = capture(true);
    const step = createProgress({ stream }).step('Build');
    step.fail('no space');
    expect(text()).toMatch(/✗ Build - no space \(\d+\.\ds\)\n$/);
  });

  it('redacts what it writes', () => {
    const { stream, text } = capture(false);
    createProgress({ stream, redact: (line) => line.replaceAll('hunter2', '***') }).warn('password is hunter2');
    expect(text()).toBe('! password is ***\n');
  });
});
