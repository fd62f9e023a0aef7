import type { Settings } from '../config';
import type { Assistant } from './assistant';
import { createGeminiAssistant } from './gemini/gemini-assistant';
import { offlineAssistant } from './offline/offline-assistant';

/** Gemini where there is a key, else the offline assistant. */
export function createAssistant({
  GEMINI_API_KEY,
  GEMINI_MODEL,
  GEMINI_BASE_URL,
}: Pick<Settings, 'GEMINI_API_KEY' | 'GEMINI_MODEL' | 'GEMINI_BASE_URL'>): Assistant {
  return GEMINI_API_KEY
    ? createGeminiAssistant({ apiKey: GEMINI_API_KEY, model: GEMINI_MODEL, baseUrl: GEMINI_BASE_URL })
    : offlineAssistant;
}
