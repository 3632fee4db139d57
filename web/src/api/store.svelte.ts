/** What the server says of a store that is away: the extension `store` of its answers. */
export interface Away {
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly reason: string;
  readonly snapshotRevision: number;
  /** Seconds since the store confirmed the revision that answers. */
  readonly snapshotAge: number;
}

/** Whether the store behind the server answers, by its newest answer. */
class TheStore {
  away = $state.raw<Away>();
  /** Grows when the store is back: what was asked without it is worth asking again. */
  returns = $state(0);

  /** Take note of what an answer says; whether the store is back with it. */
  heard(away: Away | undefined): boolean {
    const back = this.away !== undefined && away === undefined;
    this.away = away;
    if (back) this.returns += 1;
    return back;
  }
}

export const store = new TheStore();
