import { readDraft } from '../../src/assistant/offline/draft';
import { readIntent } from '../../src/assistant/offline/intents';

const NOW = new Date('2026-11-24T10:00:00Z');

describe('readIntent', () => {
  it.each([
    ['remind me to call mum tomorrow at 5', { kind: 'add', what: 'call mum tomorrow at 5' }],
    ['Add a todo: call the plumber', { kind: 'add', what: 'call the plumber' }],
    ['what is overdue?', { kind: 'list', which: 'overdue', about: '' }],
    ['show todos about taxes', { kind: 'list', which: 'open', about: 'taxes' }],
    ['mark everything about taxes as done', { kind: 'complete', about: 'taxes', all: true }],
    ['mark the report as done', { kind: 'complete', about: 'report', all: false }],
    ['move the report to Friday', { kind: 'move', about: 'report', when: 'Friday' }],
    ['delete buy milk', { kind: 'delete', about: 'buy milk', all: false }],
    ['set the report to high priority', { kind: 'prioritize', about: 'report', priority: 'high' }],
    ['sing me a song', { kind: 'unknown' }],
  ])('reads %j', (sentence, intent) => {
    expect(readIntent(sentence)).toEqual(intent);
  });
});

describe('readDraft', () => {
  it.each([
    ['call mum tomorrow at 5', { title: 'Call mum', due: '2026-11-25T17:00:00.000Z' }],
    ['pay rent on Friday', { title: 'Pay rent', due: '2026-11-27' }],
    ['buy milk #shopping !high', { title: 'Buy milk', due: null, tags: ['shopping'], priority: 'high' }],
    ['urgent: fix the roof', { title: 'Fix the roof', priority: 'high' }],
  ])('reads %j', (text, draft) => {
    expect(readDraft(text, 'UTC', NOW)).toMatchObject(draft);
  });

  it("means the visitor's day, not the server's", () => {
    expect(readDraft('call mum tomorrow', 'Pacific/Auckland', new Date('2026-11-24T20:00:00Z')).due).toBe('2026-11-26');
  });
});
