import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { jest } from '@jest/globals';
import { createProgress } from '../src/progress';

function capture(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const cursor = { clearLine: () => true, cursorTo: () => true, moveCursor: () => true };
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, ...cursor }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => stripVTControlCharacters(String(stream.read() ?? '')) };
}

describe('createProgress', () => {
  it('writes one plain line where there is no terminal', () => {
    const { stream, text } = capture(false);
    createProgress({ stream }).step('Build').done('12 MB');
    expect(text()).toMatch(/^✓ Build - 12 MB \(\d+\.\ds\)\n$/);
  });

  it('tells the news of a step, each once, below its title', () => {
    const { stream, text } = capture(false);
    const step = createProgress({ stream }).step('Build');
    step.update('layer 1');
    step.update('layer 1');
    step.done('12 MB');
    expect(text()).toMatch(/^> Build\n {2}layer 1\n✓ Build - 12 MB \(\d+\.\ds\)\n$/);
  });

  it('names a step that takes a while before it ends', () => {
    jest.useFakeTimers();
    const { stream, text } = capture(false);
    const step = createProgress({ stream }).step('Build');
    jest.advanceTimersByTime(999);
    expect(text()).toBe('');
    jest.advanceTimersByTime(1);
    expect(text()).toBe('> Build\n');
    step.done();
    jest.useRealTimers();
  });

  it('shows one live line at a terminal and ends it with the outcome', () => {
    const { stream, text } = capture(true);
    const step = createProgress({ stream }).step('Build');
    step.update('layer 1');
    step.fail('no space');
    const shown = text();
    expect(shown).toContain('Build');
    expect(shown).toMatch(/✗ Build - no space \(\d+\.\ds\)\n$/);
  });

  it('writes what happens during a step above its live line', () => {
    const { stream, text } = capture(true);
    const progress = createProgress({ stream });
    const step = progress.step('Build');
    text();
    progress.info('by the way');
    const during = text();
    step.done();
    expect(during).toMatch(/^by the way\n\S+ Build$/);
  });

  it('redacts what it writes', () => {
    const { stream, text } = capture(false);
    createProgress({ stream, redact: (line) => line.replaceAll('hunter2', '***') }).warn('password is hunter2');
    expect(text()).toBe('! password is ***\n');
  });
});
