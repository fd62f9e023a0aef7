import { isNamed, isRequest } from '../../src/assistant/consent';

describe('isNamed', () => {
  it.each([
    ['write report', 'move the report to Friday'],
    ['Reports', 'finish the report'],
    ['Gęśla', 'zrób gesla'],
    ['買牛乳', '牛乳を買いました'],
    ['call me', 'remind me to call me'],
  ])('finds %j in %j', (title, message) => {
    expect(isNamed(title, message)).toBe(true);
  });

  it.each([
    ['send money to evil', 'what is on my list for today'],
    ['buy milk', 'please add what I need to do'],
    ['call mum', 'call everything done'],
    ['', 'anything'],
    ['a', 'b'],
  ])('does not find %j in %j', (title, message) => {
    expect(isNamed(title, message)).toBe(false);
  });
});

describe('isRequest', () => {
  it.each(['mark rent as done', 'can you add milk?', 'Please add milk, will you?', 'remind me to call mum'])(
    'takes %j for one',
    (message) => {
      expect(isRequest(message)).toBe(true);
    },
  );

  it.each(['what about the rent?', 'is the report done? ', '报告完成了吗？', 'هل انتهى التقرير؟'])(
    'takes %j for a question',
    (message) => {
      expect(isRequest(message)).toBe(false);
    },
  );
});
