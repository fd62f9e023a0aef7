export * from './text';
export * from './todo';
export * from './chat';
export * from './live';
export * from './live-quiet';
export * from './session';
export * from './problem';
export * from './routes';
