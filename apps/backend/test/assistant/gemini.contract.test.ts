import { createGeminiAssistant } from '../../src/assistant/gemini/gemini-assistant';
import { ableModel } from '../support/able-model';
import { startGemini } from '../support/gemini-server';
import { assistantContract } from './contract';

assistantContract('Gemini', async () => {
  const server = await startGemini();
  server.model = ableModel;
  const assistant = createGeminiAssistant({ apiKey: server.apiKey, model: 'gemini-3.8-flash', baseUrl: server.url });
  return {
    assistant,
    close: async () => {
      await server.close();
      expect(server.complaints).toEqual([]);
      expect(server.requests.length).toBeGreaterThan(10);
    },
  };
});
