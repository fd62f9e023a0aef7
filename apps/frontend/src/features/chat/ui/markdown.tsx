import type { ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';

/**
 * What a model wrote is not trusted: raw HTML and images are left out (an image would tell its server that this was
 * read), and links lead away without saying from where.
 */
const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  img: ({ alt }) => <>{alt}</>,
};

/** Markdown as text, lists, links and code. Loaded when first needed. */
export function SafeMarkdown({ text }: { readonly text: string }): ReactNode {
  return (
    <Markdown components={COMPONENTS} skipHtml>
      {text}
    </Markdown>
  );
}
