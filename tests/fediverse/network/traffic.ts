import type { Domain } from "#core/domain.ts";

/** One request as a server saw it. Times are milliseconds of one clock. */
export interface SeenRequest {
  host: Domain;
  method: string;
  path: string;
  /** The address that was connected to. */
  address: string;
  /** Number of the connection. */
  connection: number;
  startedAt: number;
  /** When the answer was sent, or the connection was lost. */
  endedAt: number;
}

/** A connection that carried a request, from its first request to its end. */
export interface SeenConnection {
  host: Domain;
  address: string;
  startedAt: number;
  endedAt: number;
}

/** Everything that servers saw of a crawler. */
export interface Traffic {
  requests: SeenRequest[];
  connections: SeenConnection[];
}

/** Traffic as it goes from one process to another: a column per field, names by number. */
export interface PackedTraffic {
  names: string[];
  /** host, method, path, address, connection, start, end: seven numbers each. */
  requests: Float64Array;
  /** host, address, start, end: four numbers each. */
  connections: Float64Array;
}

const REQUEST_FIELDS = 7;
const CONNECTION_FIELDS = 4;

/** Writes down requests and connections in few bytes: a round over 100,000 servers brings 400,000 requests. */
export class TrafficLog {
  #names = new Map<string, number>();
  #requests: number[] = [];
  #connections: number[] = [];
  #nextConnection = 0;

  /** Begins a connection; it is written down with its first request. */
  connect(address: string): ConnectionLog {
    const number = this.#nextConnection++;
    const connections = this.#connections;
    const requests = this.#requests;
    let end = -1;
    return {
      begin: (host, method, path) => {
        const now = performance.now();
        if (end < 0) end = connections.push(this.#name(host), this.#name(address), now, Number.NaN) - 1;
        const names = [host, method, path, address].map((name) => this.#name(name));
        const requestEnd = requests.push(...names, number, now, Number.NaN) - 1;
        return () => {
          if (Number.isNaN(requests[requestEnd])) requests[requestEnd] = performance.now();
        };
      },
      end: () => {
        if (end >= 0) connections[end] = performance.now();
      },
    };
  }

  /** What was seen so far. */
  pack(): PackedTraffic {
    return {
      names: [...this.#names.keys()],
      requests: Float64Array.from(this.#requests),
      connections: Float64Array.from(this.#connections),
    };
  }

  clear(): void {
    this.#requests = [];
    this.#connections = [];
  }

  #name(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#names.size);
    return this.#names.size - 1;
  }
}

export interface ConnectionLog {
  /** Answers a function to call when the answer is out. */
  begin(host: Domain, method: string, path: string): () => void;
  end(): void;
}

/** What has not ended is taken to go on for ever. */
export function unpackTraffic({ names, requests, connections }: PackedTraffic): Traffic {
  const name = (number = 0) => names[number] ?? "";
  const ended = (time = Number.NaN) => (Number.isNaN(time) ? Number.POSITIVE_INFINITY : time);
  return {
    requests: rows(requests, REQUEST_FIELDS).map(
      ([host, method, path, address, connection = 0, startedAt = 0, end]) => ({
        host: name(host),
        method: name(method),
        path: name(path),
        address: name(address),
        connection,
        startedAt,
        endedAt: ended(end),
      }),
    ),
    connections: rows(connections, CONNECTION_FIELDS).map(([host, address, startedAt = 0, end]) => ({
      host: name(host),
      address: name(address),
      startedAt,
      endedAt: ended(end),
    })),
  };
}

function rows(numbers: Float64Array, width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, row) => [
    ...numbers.subarray(row * width, (row + 1) * width),
  ]);
}
