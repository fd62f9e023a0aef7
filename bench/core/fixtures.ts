import type { Bench, Fixture, Fixtures, Made } from './bench';

/** Makes each fixture once, and removes them in the opposite order. */
export class FixtureShelf implements Fixtures {
  private readonly made = new Map<Fixture<unknown>, Promise<Made<unknown>>>();
  /** In the order of completion: what a fixture stands on is complete before it. */
  private readonly removals: { readonly name: string; remove(): Promise<void> }[] = [];

  constructor(private readonly bench: () => Bench) {}

  async get<Value>(fixture: Fixture<Value>): Promise<Value> {
    const made = (this.made.get(fixture) as Promise<Made<Value>> | undefined) ?? this.make(fixture);
    this.made.set(fixture, made);
    return (await made).value;
  }

  /** Removes everything; one that cannot be removed keeps no other. @returns the reasons. */
  async removeAll(): Promise<readonly string[]> {
    const complaints: string[] = [];
    for (const { name, remove } of this.removals.splice(0).reverse()) {
      await remove().catch((error: unknown) => complaints.push(`${name} could not be removed: ${error instanceof Error ? error.message : String(error)}`));
    }
    this.made.clear();
    return complaints;
  }

  private async make<Value>(fixture: Fixture<Value>): Promise<Made<Value>> {
    const step = this.bench().progress.step(`Prepare ${fixture.name}`);
    try {
      const made = await fixture.make(this.bench());
      this.removals.push({ name: fixture.name, remove: () => made.remove() });
      step.done();
      return made;
    } catch (error) {
      step.fail();
      throw error;
    }
  }
}
