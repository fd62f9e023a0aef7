/** Names of what the query cache holds, where more than one feature needs them. */
export const keys = {
  session: ['session'] as const,
  chatHistory: ['chat-history'] as const,
};
