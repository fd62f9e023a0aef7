/** `1 todo`, `3 todos`. */
export const count = (n: number, noun = 'todo'): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
