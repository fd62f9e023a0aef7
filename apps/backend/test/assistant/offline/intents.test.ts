import fc from 'fast-check';
import { readIntent, type Intent } from '../../../src/assistant/offline/intents';

const one = (about: string) => ({ about, all: false, due: 'any', done: false }) as const;
const all = (about = '', more: object = {}) => ({ about, all: true, due: 'any', done: false, ...more });
const list = (which: string, about = '') => ({ kind: 'list', which, about });

describe('readIntent', () => {
  it.each([
    ['remind me to call mum tomorrow at 5', { kind: 'add', what: 'call mum tomorrow at 5' }],
    ['Add a todo: call the plumber', { kind: 'add', what: 'call the plumber' }],
    ['can you please add buy milk to my list?', { kind: 'add', what: 'buy milk' }],
    ['I need to pay rent by Friday.', { kind: 'add', what: 'pay rent by Friday' }],
    ["don't forget to water the plants", { kind: 'add', what: 'water the plants' }],
    ['schedule dentist for Tuesday', { kind: 'add', what: 'dentist for Tuesday' }],
    ['what is overdue?', list('overdue')],
    ["what's overdue", list('overdue')],
    ['anything overdue?', list('overdue')],
    ['am I late with anything?', list('overdue')],
    ['what do I have to do today?', list('today')],
    ['what’s due this week?', list('week')],
    ['show me everything', list('open')],
    ['what have I done?', list('done')],
    ['show todos about taxes', list('open', 'taxes')],
    ['find milk', list('open', 'milk')],
    ['when is the report due?', list('open', 'report')],
    ['mark everything about taxes as done', { kind: 'complete', which: all('taxes') }],
    ['complete all tasks tagged home', { kind: 'complete', which: all('home') }],
    ['mark the report as done', { kind: 'complete', which: one('report') }],
    ['the report is done', { kind: 'complete', which: one('report') }],
    ['I finished the laundry', { kind: 'complete', which: one('laundry') }],
    ['complete overdue tasks', { kind: 'complete', which: all('', { due: 'overdue' }) }],
    ['reopen the report', { kind: 'reopen', which: one('report') }],
    ['mark the report as not done', { kind: 'reopen', which: one('report') }],
    ['move the report to Friday', { kind: 'move', which: one('report'), when: 'Friday' }],
    ['push “pay rent” to next week', { kind: 'move', which: one('pay rent'), when: 'next week' }],
    ['postpone all overdue tasks to tomorrow', { kind: 'move', which: all('', { due: 'overdue' }), when: 'tomorrow' }],
    ['change the due date of the report to Friday', { kind: 'move', which: one('report'), when: 'Friday' }],
    ['clear the due date of the report', { kind: 'move', which: one('report'), when: undefined }],
    ['set the report to high priority', { kind: 'prioritize', which: one('report'), priority: 'high' }],
    ['make the report urgent', { kind: 'prioritize', which: one('report'), priority: 'high' }],
    ['rename buy milk to buy oat milk', { kind: 'rename', which: one('buy milk'), title: 'buy oat milk' }],
    ['tag the report with #Work', { kind: 'tag', which: one('report'), tag: 'work' }],
    ['delete buy milk', { kind: 'delete', which: one('buy milk') }],
    ['delete all done todos', { kind: 'delete', which: all('', { done: true }) }],
    ['clear completed', { kind: 'delete', which: all('', { done: true }) }],
    ['get rid of everything about the old house', { kind: 'delete', which: all('old house') }],
    ['mark everything about thing as done', { kind: 'complete', which: all('thing') }],
    ['complete everything about the tasks', { kind: 'complete', which: all('tasks') }],
    ['delete all ones about household items', { kind: 'delete', which: all('household items') }],
    ['mark everything about today as done', { kind: 'complete', which: all('today') }],
    ['delete everything about overdue', { kind: 'delete', which: all('overdue') }],
    ['delete all todos tagged done', { kind: 'delete', which: all('done') }],
    ['complete everything about taxes that is overdue', { kind: 'complete', which: all('taxes', { due: 'overdue' }) }],
    ['complete everything due today', { kind: 'complete', which: all('', { due: 'today' }) }],
    ['delete “thing”', { kind: 'delete', which: one('thing') }],
    ['delete all things', { kind: 'delete', which: all() }],
    ['show todos about things', list('open', 'things')],
    ['what is on my todo list?', list('open')],
    ['am I late with any tasks?', list('overdue')],
    ['undo that', { kind: 'undo' }],
    ['what can you do?', { kind: 'help' }],
    ['sing me a song', { kind: 'unknown' }],
    ['what is the capital of France?', { kind: 'unknown' }],
    ['delete', { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
  ])('reads %j', (sentence, intent) => {
    expect(readIntent(sentence)).toEqual(intent as Intent);
  });

  it('narrows to whatever the todos are said to be about', () => {
    const content = fc.constantFrom('thing', 'things', 'tasks', 'items', 'ones', 'today', 'overdue', 'done', 'open', 'late');
    const command = fc.constantFrom('delete', 'complete', 'reopen');
    const several = fc.constantFrom('everything', 'all', 'all todos', 'every task', 'anything', 'all my things');
    const containing = fc.constantFrom('about', 'tagged', 'tagged with', 'regarding', 'that mention', 'called', 'with');
    fc.assert(
      fc.property(command, several, containing, content, (verb, which, about, word) => {
        expect(readIntent(`${verb} ${which} ${about} ${word}`)).toMatchObject({ which: { about: word, due: 'any', done: false } });
      }),
    );
  });

  it('reads anything, at once, and never the whole list for one todo', () => {
    const word = fc.constantFrom(
      'mark',
      'the',
      'all',
      'everything',
      'about',
      'done',
      'as',
      'to',
      'move',
      'delete',
      'on',
      'for',
      '“',
      '?',
      'x'.repeat(50),
    );
    const sentence = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2000 }),
      fc.array(word, { maxLength: 300 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(sentence, (text) => {
        const intent = readIntent(text);
        if ('which' in intent && typeof intent.which === 'object' && intent.which.all) {
          expect(text).toMatch(/everything|all|every|each|anything|overdue|late|done|completed|finished|today's|open/i);
        }
      }),
    );
  });
});
