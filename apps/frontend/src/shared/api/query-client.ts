import { QueryClient } from '@tanstack/react-query';
import { ApiError, isTransient } from './api-error';

const MOST_RETRIES = 3;

/** The cache of everything the server told us. Live updates keep it true, so nothing goes stale by age. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < MOST_RETRIES && isTransient(error),
        retryDelay,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Milliseconds until the next try: what the server asks for, else doubling, never above 10 s. */
export function retryDelay(failures: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  return Math.min(asked === undefined ? 400 * 2 ** failures : asked * 1000, 10_000);
}
