import { LOOKS, type Reason, type Status } from '../words/status';
import { reasonWords } from '../words/pair';
import { arrange, type Axis, type Member, type Order } from './arrange';
import type { Cells, Meaning } from './cells';
import type { Spot } from './cursor';

/** Which pairs are picked out; null picks all. */
export interface Picked {
  readonly status: Status | null;
  readonly reason: Reason | null;
}

/** One ordered pair, as the table twin lists it. */
export interface PairRow {
  readonly sender: Member;
  readonly receiver: Member;
  readonly status: Status;
  readonly reasons: readonly Reason[];
}

/** The matrix as it is shown: its cells, put in order, with the names that go with them. Places are those on the axes. */
export class Shown {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly #senders: readonly Member[];
  readonly #receivers: readonly Member[];

  constructor(
    readonly cells: Cells,
    order: Order,
    private readonly picked: Picked,
    member: (code: string) => Member,
  ) {
    const { senders, receivers } = cells.packed;
    this.#senders = senders.map(member);
    this.#receivers = receivers.map(member);
    this.rows = arrange(this.#senders, order, order === 'gaps' ? cells.gaps('rows') : []);
    // The same organisations on both axes stand in the same order, so that the diagonal is one.
    const same =
      senders.length === receivers.length && senders.every((code, index) => code === receivers[index]);
    this.columns = same
      ? this.rows
      : arrange(this.#receivers, order, order === 'gaps' ? cells.gaps('columns') : []);
  }

  get rowLabels(): readonly string[] {
    return this.#senders.map((one) => `${one.code} ${one.name}`);
  }

  get columnLabels(): readonly string[] {
    return this.#receivers.map((one) => `${one.code} ${one.name}`);
  }

  sender(spot: Spot): Member | undefined {
    return this.#senders[this.rows.at[spot.row] ?? -1];
  }

  receiver(spot: Spot): Member | undefined {
    return this.#receivers[this.columns.at[spot.column] ?? -1];
  }

  meaning(spot: Spot): Meaning | null {
    return this.cells.meaning(this.rows.at[spot.row] ?? -1, this.columns.at[spot.column] ?? -1);
  }

  status = (row: number, column: number): Status | null =>
    this.cells.status(this.rows.at[row] ?? -1, this.columns.at[column] ?? -1);

  /** Whether a pair is among those picked out. */
  keep = (row: number, column: number): boolean => {
    const { status, reason } = this.picked;
    return (
      (!status || this.status(row, column) === status) &&
      (!reason || (this.meaning({ row, column })?.reasons.includes(reason) ?? false))
    );
  };

  spoken = (row: number, column: number): string => {
    const spot = { row, column };
    const [sender, receiver] = [this.sender(spot), this.receiver(spot)];
    if (!sender || !receiver) return '';
    if (sender.code === receiver.code) return `${sender.name}, itself`;
    const status = this.status(row, column);
    const reasons = this.meaning(spot)?.reasons ?? [];
    const why = reasons.length ? `. ${reasonWords(reasons)}` : '';
    return `${sender.name} to ${receiver.name}: ${status ? LOOKS[status].word : ''}${why}`;
  };

  /** Where a pair stands; null when it is not in the matrix. */
  find(sender: string, receiver: string): Spot | null {
    const row = this.rows.at.indexOf(this.cells.packed.senders.indexOf(sender));
    const column = this.columns.at.indexOf(this.cells.packed.receivers.indexOf(receiver));
    return row >= 0 && column >= 0 ? { row, column } : null;
  }

  /** The picked pairs in the order of the picture, row by row. */
  pairs(): readonly PairRow[] {
    const pairs: PairRow[] = [];
    for (let row = 0; row < this.rows.at.length; row += 1) {
      for (let column = 0; column < this.columns.at.length; column += 1) {
        const spot = { row, column };
        const status = this.status(row, column);
        const [sender, receiver] = [this.sender(spot), this.receiver(spot)];
        if (status && sender && receiver && this.keep(row, column)) {
          pairs.push({ sender, receiver, status, reasons: this.meaning(spot)?.reasons ?? [] });
        }
      }
    }
    return pairs;
  }
}
