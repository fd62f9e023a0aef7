import { offlineAssistant } from '../../src/assistant/offline/offline-assistant';
import { assistantContract } from './contract';

assistantContract('offline', () => Promise.resolve({ assistant: offlineAssistant, close: () => Promise.resolve() }));
