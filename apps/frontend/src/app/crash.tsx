import { Component, type ReactNode } from 'react';
import { Button } from '../shared/ui/button';
import { Notice } from '../shared/ui/notice';

/** What is left of the page when it breaks: React asks for a class here. */
export class Crash extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="grid h-full place-items-center">
        <Notice icon="alert" title="This page broke" tone="bad" alone>
          <p role="alert">That is our fault, not yours. Your todos are safe on the server.</p>
          <Button tone="primary" icon="retry" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </Notice>
      </main>
    );
  }
}
