import { hasColors } from '../src/colors';

const task = { NX_TASK_TARGET_PROJECT: 'todo-chatbot', FORCE_COLOR: 'true' };

it.each([
  ['at a terminal', { env: {}, terminal: true }, true],
  ['in a task of Nx at a terminal', { env: task, terminal: true }, true],
  ['in a task of Nx that writes to a file', { env: task, terminal: false }, false],
  ['in a task of Nx in CI, which shows colours', { env: { ...task, CI: 'true' }, terminal: false }, true],
  ['in a task of Nx where somebody asks for them', { env: { ...task, FORCE_COLOR: '1' }, terminal: false }, true],
  ['outside of Nx where somebody asks for them', { env: { FORCE_COLOR: 'true' }, terminal: false }, true],
])('%s: %j', (_, surroundings, expected) => {
  expect(hasColors({ ...surroundings, supported: true })).toBe(expected);
});

it('has none where picocolors has none, as with NO_COLOR', () => {
  expect(hasColors({ env: task, terminal: true, supported: false })).toBe(false);
});
