import { createRegistryClient } from '../../../src/images/registry/client';
import { registryAnswers } from '../../../src/images/registry-probe';

// Asks for one reference, as a user if one is given, and says what was answered.
const [reference = '', user, password = ''] = process.argv.slice(2);
const client = createRegistryClient({ credentials: async () => (user === undefined ? undefined : { user, password }) });
process.stdout.write(JSON.stringify({ answer: await client.ask(reference), answers: await registryAnswers(reference) }));
