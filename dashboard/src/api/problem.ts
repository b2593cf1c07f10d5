/** What the server answers where something is wrong (RFC 9457), or what became of a request that it never answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly field: string | undefined,
  ) {
    super(detail ?? title);
    this.name = "Problem";
  }

  /** True where asking again in a while may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    return new Problem(0, "unreachable", "Vitrine cannot be reached", "The server did not answer. It may be restarting, or the network is down.", undefined);
  }

  static async from(response: Response): Promise<Problem> {
    const body = await response.json().catch(() => ({})) as { code?: string; title?: string; detail?: string; field?: string };
    return new Problem(response.status, body.code ?? `http_${response.status}`, body.title ?? `The server answered ${response.status}`, body.detail, body.field);
  }
}
