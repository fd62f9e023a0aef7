import { Agent } from 'node:https';

/** At the same time, to one API server: what goes beyond it would only wait there. */
const MOST_CONNECTIONS = 8;

/**
 * The Kubernetes library makes an agent for each call, and so a TLS handshake, which takes longer than most calls.
 * Calls with the same server and credentials share one here; new credentials, as an exec plugin hands them out, get
 * one of their own.
 * @returns what takes the library's agent and gives the one to use.
 */
export function keepConnections(): (agent: Agent) => Agent {
  const kept = new Map<string, Agent>();
  return (agent) => {
    // A proxy's agent is one of its own kind.
    if (agent.constructor !== Agent) return agent;
    const name = agent.getName(agent.options);
    const known = kept.get(name) ?? new Agent({ ...agent.options, keepAlive: true, maxSockets: MOST_CONNECTIONS });
    kept.set(name, known);
    return known;
  };
}
