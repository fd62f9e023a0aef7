import { expect, test } from '@jest/globals';
import { readersLocale } from '../../../src/shared/lib/locale';

test.each([
  [['en-US', 'en'], 'en-US'],
  [['en'], 'en-GB'],
  [['de-AT', 'de', 'en-US'], 'en-AT'],
  [['fr'], 'en-FR'],
  [['zh-Hant-TW'], 'en-TW'],
  [[], 'en-GB'],
  [['en-US@posix'], 'en-GB'],
])('a browser that prefers %j has its dates written as in %s', (languages, locale) => expect(readersLocale(languages)).toBe(locale));
