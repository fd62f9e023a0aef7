import { describe, expect, test } from '@jest/globals';
import type { ChatEvent, Message } from '@todo-chatbot/contracts';
import { advance, beginTurn, withConfirmation, withMessages, type Turn } from '../../../src/features/chat/model/turn';

const message = (id: string, rest: Partial<Message> = {}): Message => ({ id, role: 'user', text: id, cards: [], state: 'complete', createdAt: '2026-11-24T12:00:00.000Z', ...rest });
const play = (events: readonly ChatEvent[]): Turn | null => events.reduce<Turn | null>((turn, event) => (turn === null ? null : advance(turn, event)), beginTurn('hi'));
const start: ChatEvent = { type: 'start', userMessage: message('u'), messageId: 'm' };

describe('a turn', () => {
  test('grows with every piece and ends with the answer', () => {
    expect(play([start, { type: 'text', delta: 'a' }, { type: 'text', delta: 'b' }])).toMatchObject({ text: 'ab', state: 'answering', messageId: 'm' });
    expect(play([start, { type: 'done', message: message('m') }])).toBeNull();
  });

  test('keeps what it has when it fails', () => {
    expect(play([start, { type: 'text', delta: 'a' }, { type: 'error', detail: 'no', retryable: true }])).toMatchObject({ text: 'a', state: 'failed', fault: 'no' });
  });
});

describe('the history', () => {
  test('has each message once, in the order they were said', () => {
    const history = [message('a'), message('b')];
    expect(withMessages(history, [message('b', { text: 'new' }), message('c')]).map(({ id, text }) => [id, text])).toEqual([
      ['a', 'a'],
      ['b', 'new'],
      ['c', 'c'],
    ]);
  });

  test('shows a decision on the card that asked for it', () => {
    const card = { kind: 'confirmation' as const, id: 'x', summary: '', changes: [], total: 0, expiresAt: '2026-11-24T12:00:00.000Z', state: 'pending' as const };
    const asked = message('a', { cards: [card] });
    expect(withConfirmation(asked, { ...card, state: 'denied' }).cards).toEqual([{ ...card, state: 'denied' }]);
    expect(withConfirmation(message('b'), card)).toEqual(message('b'));
  });
});
