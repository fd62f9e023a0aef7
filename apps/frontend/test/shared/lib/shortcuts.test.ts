import { describe, expect, test } from '@jest/globals';
import { describeKey } from '../../../src/shared/lib/shortcuts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}): string =>
  describeKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('describeKey', () => {
  test('Ctrl and Cmd are the same modifier', () => {
    expect(press('z', { ctrlKey: true })).toBe('Mod+z');
    expect(press('z', { metaKey: true })).toBe('Mod+z');
  });

  test('a character that needs Shift is named by itself', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('A', { shiftKey: true })).toBe('A');
  });

  test('Caps Lock does not change what a letter means', () => {
    expect(press('N')).toBe('n');
  });

  test('Shift counts for named keys and commands', () => {
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+z');
    expect(press('ArrowUp', { altKey: true, shiftKey: true })).toBe('Alt+Shift+ArrowUp');
  });
});
