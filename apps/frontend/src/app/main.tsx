import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '../shared/api/query-client';
import { loadPartsWhenIdle } from '../shared/lib/lazy-part';
import { listenForShortcuts } from '../shared/lib/shortcuts';
import { followTheme } from '../shared/lib/theme';
import { App } from './app';
import { Crash } from './crash';
import './styles/index.css';

followTheme(document.documentElement);
listenForShortcuts(window);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root to live in.');
createRoot(root).render(
  <StrictMode>
    <Crash>
      <QueryClientProvider client={createQueryClient()}>
        <App />
      </QueryClientProvider>
    </Crash>
  </StrictMode>,
);
loadPartsWhenIdle();
