import { describe, expect, test } from '@jest/globals';
import { keepsSessionCookies } from '../../../src/features/session/cookie-probe';

describe('keepsSessionCookies', () => {
  test('says yes where the browser gives the cookie back, and leaves none behind', () => {
    const written: string[] = [];
    let jar = 'other=1';
    const page = {
      get cookie() {
        return jar;
      },
      set cookie(text: string) {
        written.push(text);
        jar = text.includes('Max-Age=0') ? 'other=1' : 'other=1; __Host-probe=1';
      },
    };
    expect(keepsSessionCookies(page)).toBe(true);
    expect(page.cookie).toBe('other=1');
    expect(written.every((text) => text.includes('Secure') && text.includes('Path=/'))).toBe(true);
  });

  test('A13: says no where the browser drops it', () => {
    expect(keepsSessionCookies({ get cookie() { return ''; }, set cookie(_text: string) { /* dropped */ } })).toBe(false);
  });
});
