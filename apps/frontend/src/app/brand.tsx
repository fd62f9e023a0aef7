import type { ReactNode } from 'react';

/** The mark and the name. */
export function Brand(): ReactNode {
  return (
    <h1 className="flex items-center gap-2.5 text-[0.9375rem] font-bold tracking-tight">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      Todo Chatbot
    </h1>
  );
}
