/** How many things one owner may do at the same time on this replica. */
export interface Slots {
  /** How to give it back; undefined when all are taken. */
  tryTake(owner: string): (() => void) | undefined;
}

export function createSlots(each: number): Slots {
  const taken = new Map<string, number>();
  return {
    tryTake: (owner) => {
      const before = taken.get(owner) ?? 0;
      if (before >= each) return undefined;
      taken.set(owner, before + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const rest = (taken.get(owner) ?? 1) - 1;
        if (rest === 0) taken.delete(owner);
        else taken.set(owner, rest);
      };
    },
  };
}
