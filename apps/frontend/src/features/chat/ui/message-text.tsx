import { Suspense, type ReactNode } from 'react';
import { lazyPart } from '../../../shared/lib/lazy-part';

const SafeMarkdown = lazyPart(async () => (await import('./markdown')).SafeMarkdown);

/** What the assistant says; plain text until the markdown reader is loaded. */
export function MessageText({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="prose-chat">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <SafeMarkdown text={text} />
      </Suspense>
    </div>
  );
}
